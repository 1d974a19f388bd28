import './seats.css';
import { useState, type ReactNode } from 'react';
import { useLocation, useParams } from 'wouter';
import type { Failure } from '../api/failures';
import { useAnswer, useCommand } from '../api/hooks';
import { forgetKey, keyFor } from '../api/keys';
import { addressOf, logInAndBack } from '../app/addresses';
import NotFoundPage from '../app/NotFoundPage';
import { Action } from '../design/Action';
import { Money } from '../design/Money';
import { Choice, FailureNotice, FailurePage, Title } from '../design/parts';
import {
  HoldBestSeatsDocument,
  HoldSeatsDocument,
  ShowtimeDocument,
  type HoldSeatsMutation,
  type HoldBestSeatsMutation,
  type SeatClass,
  type SeatsFragment,
  type ShowtimeQuery,
  type TicketCategory,
} from '../gql/graphql';
import { useSession } from '../session/SessionProvider';
import { useText } from '../text/TextProvider';
import { keepChoice, keptChoice, toggled, type Chosen } from './choice';
import { CATEGORIES, priceOf, sumOf } from './prices';
import { SeatMap } from './SeatMap';
import { useSeatMap } from './useSeatMap';

type Showtime = NonNullable<ShowtimeQuery['showtime']>;
type Refusal =
  | { kind: 'taken'; seatIds: string[]; alternatives: string[][] }
  | { kind: 'closed' }
  | { kind: 'message'; message: string }
  | { kind: 'failure'; failure: Failure };

const MOST_TOGETHER = 8;

/** Choosing seats of a showtime, on the map or by number. */
export default function SeatsPage(): ReactNode {
  const { id = '' } = useParams();
  const { t } = useText();
  const { data, failure, refresh } = useAnswer(ShowtimeDocument, { id });
  if (failure && !data?.showtime) {
    return <FailurePage failure={failure} onRetry={refresh} />;
  }
  if (!data) {
    return (
      <div className="page">
        <div className="waiting block" role="status" aria-label={t('waiting')} />
      </div>
    );
  }
  if (!data.showtime) return <NotFoundPage />;
  return (
    <div className="page seats-page">
      <Head showtime={data.showtime} />
      <Choosing key={id} showtime={data.showtime} />
    </div>
  );
}

function Head({ showtime }: { showtime: Showtime }): ReactNode {
  const { t, format } = useText();
  const { movie, cinema, auditorium } = showtime;
  return (
    <div>
      <Title>{t('seats.title', { movie: movie.title })}</Title>
      <h1>{movie.title}</h1>
      <p>
        {format.day(showtime.startsAt, cinema.timezone)}, <strong>{format.time(showtime.startsAt, cinema.timezone)}</strong>{' '}
        · {cinema.name}, {auditorium.name} · <span className="badge">{t(`format.${showtime.format}`)}</span>
      </p>
    </div>
  );
}

function Choosing({ showtime }: { showtime: Showtime }): ReactNode {
  const { t, format } = useText();
  const { viewer } = useSession();
  const [, navigate] = useLocation();
  const { map, failure, isLive, refresh } = useSeatMap(showtime.id);
  const [chosen, setChosen] = useState<Chosen>(() => keptChoice(showtime.id));
  const [refusal, setRefusal] = useState<Refusal>();
  const [holdSeats, isHolding] = useCommand(HoldSeatsDocument);
  const [holdBest, isFinding] = useCommand(HoldBestSeatsDocument);

  const choose = (next: Chosen): void => {
    setChosen(next);
    keepChoice(showtime.id, next);
    setRefusal(undefined);
  };

  /** Holding needs an account: what is chosen waits for the login. */
  const isLoggedIn = (): boolean => {
    if (viewer) return true;
    navigate(logInAndBack(addressOf('seats', { id: showtime.id })));
    return false;
  };

  const settle = (
    deed: string,
    answer: HoldSeatsMutation['holdSeats'] | HoldBestSeatsMutation['holdBestSeats'],
  ): void => {
    forgetKey(deed);
    switch (answer.__typename) {
      case 'SeatHold':
        keepChoice(showtime.id, {});
        navigate(addressOf('checkout', { holdId: answer.id }));
        return;
      case 'SeatsUnavailable': {
        const seatIds = 'seatIds' in answer ? answer.seatIds : [];
        setChosen((now) => Object.fromEntries(Object.entries(now).filter(([seat]) => !seatIds.includes(seat))));
        setRefusal({ kind: 'taken', seatIds, alternatives: answer.alternatives });
        refresh();
        return;
      }
      case 'InvalidInput':
        setRefusal({ kind: 'message', message: answer.message });
        return;
      default:
        setRefusal({ kind: 'closed' });
    }
  };

  const hold = async (): Promise<void> => {
    if (!isLoggedIn()) return;
    const seats = Object.entries(chosen).map(([seatId, category]) => ({ seatId, category }));
    const deed = `hold:${showtime.id}:${JSON.stringify(seats)}`;
    const input = { showtimeId: showtime.id, seats, idempotencyKey: keyFor(deed) };
    const { data, failure: failed } = await holdSeats({ input });
    if (data) settle(deed, data.holdSeats);
    else setRefusal({ kind: 'failure', failure: failed });
  };

  const holdTogether = async (count: number, seatClass: SeatClass): Promise<void> => {
    if (!isLoggedIn()) return;
    const categories: TicketCategory[] = Array.from({ length: count }, () => 'ADULT');
    const deed = `best:${showtime.id}:${count}:${seatClass}`;
    const input = { showtimeId: showtime.id, categories, seatClass, idempotencyKey: keyFor(deed) };
    const { data, failure: failed } = await holdBest({ input });
    if (data) settle(deed, data.holdBestSeats);
    else setRefusal({ kind: 'failure', failure: failed });
  };

  if (failure && !map) return <FailureNotice failure={failure} onRetry={refresh} />;
  const seats = map?.seats ?? [];
  const lost = Object.keys(chosen).filter((id) => !isChoosable(seats, id));
  const kept = Object.entries(chosen).filter(([id]) => !lost.includes(id));
  const prices = kept.map(([id, category]) => {
    const seat = seats.find((each) => each.id === id);
    return seat && priceOf(showtime.prices, seat.seatClass, category);
  });
  const total = sumOf(prices);

  return (
    <div className="seats-columns">
      <section className="panel" aria-label={t('seats.map')}>
        <p className={`live ${isLive ? 'on' : ''}`}>{isLive ? t('seats.live') : t('seats.polled')}</p>
        {map ? (
          <SeatMap
            seats={seats}
            chosen={new Set(kept.map(([id]) => id))}
            priceOf={(seat) => priceOf(showtime.prices, seat.seatClass, 'ADULT')}
            onToggle={({ id }) => {
              choose(toggled(chosen, id));
            }}
          />
        ) : (
          <div className="waiting seats-waiting" />
        )}
        <Legend />
      </section>
      <div className="stack seats-choice">
        <div aria-live="polite" className="stack">
          {lost.length > 0 && map && (
            <p className="notice bad">{t('seats.lost', { count: lost.length, seats: format.list(lost) })}</p>
          )}
          {refusal && (
            <RefusalNotice
              refusal={refusal}
              onChoose={(group) => {
                choose(Object.fromEntries(group.map((id) => [id, 'ADULT'])));
              }}
            />
          )}
        </div>
        <section className="panel stack" aria-labelledby="chosen">
          <h2 id="chosen">{t('seats.chosen')}</h2>
          {kept.length === 0 && <p className="muted">{t('seats.none')}</p>}
          <ul className="chosen">
            {kept.map(([id, category], place) => (
              <li key={id}>
                <strong>{id}</strong>
                <select
                  className="input"
                  aria-label={t('seats.categoryOf', { seat: id })}
                  value={category}
                  onChange={({ target }) => {
                    choose({ ...chosen, [id]: target.value as TicketCategory });
                  }}
                >
                  {CATEGORIES.map((each) => (
                    <option key={each} value={each}>
                      {t(`category.${each}`)}
                    </option>
                  ))}
                </select>
                <span>{prices[place] && <Money sum={prices[place]} />}</span>
              </li>
            ))}
          </ul>
          <div aria-live="polite" aria-atomic="true">
            {total && (
              <p className="total">
                <span>{t('seats.total')}</span>{' '}
                <strong>
                  <Money sum={total} />
                </strong>
              </p>
            )}
          </div>
          <Action
            type="button"
            className="button main wide"
            isBusy={kept.length === 0 || isHolding}
            onClick={() => void hold()}
          >
            {viewer ? t('seats.hold', { count: kept.length }) : t('seats.logInToHold')}
          </Action>
          <p className="hint">{t('seats.holdHint')}</p>
        </section>
        <BestSeats isBusy={isFinding} onHold={holdTogether} />
      </div>
    </div>
  );
}

function isChoosable(seats: SeatsFragment['seats'], id: string): boolean {
  return seats.some((seat) => seat.id === id && (seat.state === 'FREE' || seat.heldByMe));
}

function BestSeats({
  isBusy,
  onHold,
}: {
  isBusy: boolean;
  onHold: (count: number, seatClass: SeatClass) => Promise<void>;
}): ReactNode {
  const { t } = useText();
  const [count, setCount] = useState(2);
  const [seatClass, setSeatClass] = useState<SeatClass>('STANDARD');
  return (
    <section className="panel stack" aria-labelledby="best">
      <h2 id="best">{t('seats.best')}</h2>
      <div className="best">
        <Choice
          label={t('seats.howMany')}
          value={count}
          onChange={({ target }) => {
            setCount(Number(target.value));
          }}
        >
          {Array.from({ length: MOST_TOGETHER }, (_, number) => (
            <option key={number}>{number + 1}</option>
          ))}
        </Choice>
        <Choice
          label={t('seats.class')}
          value={seatClass}
          onChange={({ target }) => {
            setSeatClass(target.value as SeatClass);
          }}
        >
          {(['STANDARD', 'PREMIUM'] as const).map((each) => (
            <option key={each} value={each}>
              {t(`class.${each}`)}
            </option>
          ))}
        </Choice>
        <Action type="button" className="button" isBusy={isBusy} onClick={() => void onHold(count, seatClass)}>
          {t('seats.findBest')}
        </Action>
      </div>
    </section>
  );
}

function RefusalNotice({ refusal, onChoose }: { refusal: Refusal; onChoose: (group: string[]) => void }): ReactNode {
  const { t, format } = useText();
  switch (refusal.kind) {
    case 'failure':
      return <FailureNotice failure={refusal.failure} />;
    case 'message':
      return <p className="notice bad">{refusal.message}</p>;
    case 'closed':
      return <p className="notice bad">{t('seats.closed')}</p>;
    case 'taken':
      return (
        <div className="notice bad">
          <p>
            {refusal.seatIds.length > 0
              ? t('seats.faster', { seats: format.list(refusal.seatIds) })
              : t('seats.noneTogether')}{' '}
            {refusal.alternatives.length > 0 && t('seats.alternatives')}
          </p>
          <div className="groups">
            {refusal.alternatives.slice(0, 3).map((group) => (
              <button
                key={group.join()}
                type="button"
                className="button"
                onClick={() => {
                  onChoose(group);
                }}
              >
                {group.join(' ')}
              </button>
            ))}
          </div>
        </div>
      );
  }
}

function Legend(): ReactNode {
  const { t } = useText();
  return (
    // For eyes: each seat says its class and its state.
    <ul className="legend" aria-hidden="true">
      <li>
        <span className="seat free" /> {t('class.STANDARD')}
      </li>
      <li>
        <span className="seat free premium" /> {t('class.PREMIUM')}
      </li>
      <li>
        <span className="seat free accessible" /> {t('seats.accessible')}
      </li>
      <li>
        <span className="seat taken" /> {t('seats.taken')}
      </li>
    </ul>
  );
}

