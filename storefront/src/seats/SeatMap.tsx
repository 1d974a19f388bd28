import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { SeatsFragment } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { seatBeside } from './moves';
import type { Money } from './prices';

type Seat = SeatsFragment['seats'][number];

interface Properties {
  seats: Seat[];
  chosen: ReadonlySet<string>;
  /** What a seat costs an adult. */
  priceOf: (seat: Seat) => Money | undefined;
  onToggle: (seat: Seat) => void;
}

/** All seats: a button each, in the shape of the auditorium. Arrow keys go from seat to seat. */
export function SeatMap({ seats, chosen, priceOf, onToggle }: Properties): ReactNode {
  const { t } = useText();
  const [reached, setReached] = useState<string>();
  const map = useRef<HTMLDivElement>(null);
  const rows = [...new Set(seats.map(({ row }) => row))];
  const columns = Math.max(...seats.map(({ column }) => column));
  const current = reached ?? seats.find(({ state }) => state === 'FREE')?.id;

  const move = (event: KeyboardEvent, seat: Seat): void => {
    const next = seatBeside(seats, seat, event.key);
    if (next.id === seat.id) return;
    event.preventDefault();
    setReached(next.id);
    map.current?.querySelector<HTMLElement>(`[data-seat="${next.id}"]`)?.focus();
  };

  return (
    <div className="seat-scroll">
      <div className="seat-map" ref={map} role="group" aria-label={t('seats.map')}>
        <svg className="screen" viewBox="0 0 400 44" aria-hidden="true">
          <path d="M10 34Q200 2 390 34" fill="none" stroke="currentColor" strokeWidth="5" strokeLinecap="round" />
          <path d="M10 34Q200 2 390 34L360 44H40Z" fill="currentColor" opacity="0.14" />
        </svg>
        <p className="screen-name" aria-hidden="true">
          {t('seats.screen')}
        </p>
        {rows.map((row) => (
          <div key={row} className="seat-row" role="group" aria-label={t('seats.row', { row })}>
            <span className="row-name" aria-hidden="true">
              {row}
            </span>
            <div className="row-seats" style={{ gridTemplateColumns: `repeat(${columns}, var(--seat-size))` }}>
              {seats
                .filter((seat) => seat.row === row)
                .map((seat) => (
                  <SeatButton
                    key={seat.id}
                    seat={seat}
                    isChosen={chosen.has(seat.id)}
                    isReached={seat.id === current}
                    price={priceOf(seat)}
                    onKeyDown={(event) => {
                      move(event, seat);
                    }}
                    onToggle={() => {
                      setReached(seat.id);
                      onToggle(seat);
                    }}
                  />
                ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

interface SeatProperties {
  seat: Seat;
  isChosen: boolean;
  isReached: boolean;
  price: Money | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
  onToggle: () => void;
}

function SeatButton({ seat, isChosen, isReached, price, onKeyDown, onToggle }: SeatProperties): ReactNode {
  const { t, format } = useText();
  const isFree = seat.state === 'FREE' || seat.heldByMe;
  const facts = [
    t('seats.seat', { row: seat.row, number: String(seat.number) }),
    t(`class.${seat.seatClass}`),
    price && format.moneyInWords(price),
    seat.heldByMe ? t('seats.heldByMe') : t(`state.${seat.state}`),
  ];
  return (
    <button
      type="button"
      className={`seat ${seat.seatClass.toLowerCase()} ${isFree ? 'free' : 'taken'}`}
      data-seat={seat.id}
      style={{ gridColumn: seat.column }}
      aria-label={facts.filter(Boolean).join(', ')}
      aria-pressed={isChosen}
      aria-disabled={!isFree || undefined}
      tabIndex={isReached ? 0 : -1}
      onKeyDown={onKeyDown}
      onClick={() => {
        if (isFree) onToggle();
      }}
    >
      <span aria-hidden="true">{seat.seatClass === 'ACCESSIBLE' ? '♿' : seat.number}</span>
    </button>
  );
}
