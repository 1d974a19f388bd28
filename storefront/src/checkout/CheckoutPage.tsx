import './checkout.css';
import { useRef, useState, type ReactNode } from 'react';
import { useLocation, useParams } from 'wouter';
import type { Failure } from '../api/failures';
import { useAnswer, useCommand } from '../api/hooks';
import { forgetKey, keyFor } from '../api/keys';
import { addresses, addressOf } from '../app/addresses';
import { Action } from '../design/Action';
import { Money } from '../design/Money';
import { FailureNotice, Poster, Title, useNow } from '../design/parts';
import {
  BookHoldDocument,
  ExtendHoldDocument,
  HoldDocument,
  ReleaseHoldDocument,
  type BookHoldMutation,
  type HoldQuery,
} from '../gql/graphql';
import { keepChoice } from '../seats/choice';
import { LogInFirst } from '../session/LogInFirst';
import { useText } from '../text/TextProvider';
import { CARDS, type Card } from './cards';

type Hold = NonNullable<HoldQuery['hold']>;
type Refusal = Exclude<BookHoldMutation['bookHold']['__typename'], 'Booking'>;

/** Paying for held seats before the hold ends. */
export default function CheckoutPage(): ReactNode {
  const { holdId = '' } = useParams();
  const { t } = useText();
  const { data, failure, refresh } = useAnswer(HoldDocument, { id: holdId });
  return (
    <LogInFirst>
      <div className="page checkout">
        <Title>{t('checkout.title')}</Title>
        <h1>{t('checkout.title')}</h1>
        {failure && !data?.hold && <FailureNotice failure={failure} onRetry={refresh} />}
        {!data && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
        {data?.hold === null && !failure && <p className="notice bad">{t('checkout.noHold')}</p>}
        {data?.hold && <OfHold key={data.hold.id} hold={data.hold} refresh={refresh} />}
      </div>
    </LogInFirst>
  );
}

function OfHold({ hold, refresh }: { hold: Hold; refresh: () => void }): ReactNode {
  const { t } = useText();
  const [, navigate] = useLocation();
  const now = useNow(1);
  const left = Math.max(0, Math.ceil((new Date(hold.expiresAt).getTime() - now) / 1000));
  const seatsAddress = addressOf('seats', { id: hold.showtime.id });
  const booked = sessionStorage.getItem(`booked:${hold.id}`);

  if (hold.status === 'BOOKED') {
    return (
      <div className="notice">
        <p>{t('checkout.booked')}</p>
        <button
          type="button"
          className="button main"
          onClick={() => {
            navigate(booked ? addressOf('booking', { id: booked }) : addresses.account);
          }}
        >
          {t('checkout.toBooking')}
        </button>
      </div>
    );
  }
  if (hold.status !== 'ACTIVE' || left === 0) {
    return (
      <div className="notice bad" role="alert">
        <p>{t('checkout.over')}</p>
        <button
          type="button"
          className="button main"
          onClick={() => {
            keepChoice(hold.showtime.id, Object.fromEntries(hold.seats.map(({ seatId, category }) => [seatId, category])));
            navigate(seatsAddress);
          }}
        >
          {t('checkout.chooseAgain')}
        </button>
      </div>
    );
  }
  return (
    <>
      <Countdown hold={hold} left={left} refresh={refresh} />
      <div className="checkout-columns">
        <Summary hold={hold} seatsAddress={seatsAddress} />
        <Payment hold={hold} />
      </div>
    </>
  );
}

function Countdown({ hold, left, refresh }: { hold: Hold; left: number; refresh: () => void }): ReactNode {
  const { t } = useText();
  const [extend, isExtending] = useCommand(ExtendHoldDocument);
  const said = useRef<HTMLParagraphElement>(null);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <div className={`notice ${left < 60 ? 'bad' : ''}`}>
      <p ref={said} tabIndex={-1}>
        {t('checkout.heldFor')} <strong className="clock">{clock}</strong>
        {/* Said once a minute: a screen reader would say every second. */}
        <span className="unseen" role="timer" aria-live="polite">
          {t('checkout.minutes', { count: Math.ceil(left / 60) })}
        </span>
      </p>
      {!hold.extended && (
        <Action
          type="button"
          className="button"
          isBusy={isExtending}
          onClick={() => {
            // The button goes away: the focus stays with what it changed.
            said.current?.focus();
            void extend({ id: hold.id }).then(refresh);
          }}
        >
          {t('checkout.extend')}
        </Action>
      )}
    </div>
  );
}

function Summary({ hold, seatsAddress }: { hold: Hold; seatsAddress: string }): ReactNode {
  const { t, format } = useText();
  const [, navigate] = useLocation();
  const [release, isReleasing] = useCommand(ReleaseHoldDocument);
  const [failure, setFailure] = useState<Failure>();
  const { showtime } = hold;
  const giveBack = async (): Promise<void> => {
    const { failure } = await release({ id: hold.id });
    setFailure(failure);
    if (failure) return;
    keepChoice(showtime.id, Object.fromEntries(hold.seats.map(({ seatId, category }) => [seatId, category])));
    navigate(seatsAddress);
  };
  return (
    <section className="panel stack" aria-labelledby="summary">
      <div className="summary-head">
        <Poster movie={showtime.movie} />
        <div>
          <h2 id="summary">{showtime.movie.title}</h2>
          <p>
            {format.day(showtime.startsAt, showtime.cinema.timezone)},{' '}
            <strong>{format.time(showtime.startsAt, showtime.cinema.timezone)}</strong>
          </p>
          <p className="muted">
            {showtime.cinema.name}, {showtime.auditorium.name} · {t(`format.${showtime.format}`)}
          </p>
        </div>
      </div>
      <ul className="priced">
        {hold.seats.map(({ seatId, category, price }) => (
          <li key={seatId}>
            <strong>{seatId}</strong> <span>{t(`category.${category}`)}</span> <span><Money sum={price} /></span>
          </li>
        ))}
      </ul>
      <p className="priced-total">
        <span>{t('checkout.total')}</span> <strong>
          <Money sum={hold.total} />
        </strong>
      </p>
      <p className="hint">{t('checkout.noFees')}</p>
      {failure && <FailureNotice failure={failure} />}
      <Action type="button" className="button" isBusy={isReleasing} onClick={() => void giveBack()}>
        {t('checkout.change')}
      </Action>
    </section>
  );
}

function Payment({ hold }: { hold: Hold }): ReactNode {
  const { t, format } = useText();
  const [, navigate] = useLocation();
  const [card, setCard] = useState<Card>('tok_visa');
  const [refusal, setRefusal] = useState<Refusal>();
  const [failure, setFailure] = useState<Failure>();
  const [book, isPaying] = useCommand(BookHoldDocument);
  const deed = `book:${hold.id}:${card}`;

  const pay = async (): Promise<void> => {
    setRefusal(undefined);
    setFailure(undefined);
    const token = hold.total.amountMinor === 0 ? null : card;
    const { data, failure: failed } = await book({
      input: { holdId: hold.id, paymentToken: token, idempotencyKey: keyFor(deed) },
    });
    if (!data) {
      // The key stays: the next try asks for the outcome of this one.
      setFailure(failed);
      return;
    }
    const answer = data.bookHold;
    if (answer.__typename === 'Booking') {
      sessionStorage.setItem(`booked:${hold.id}`, answer.id);
      navigate(addressOf('booking', { id: answer.id }));
      return;
    }
    if (answer.__typename !== 'IdempotencyConflict') forgetKey(deed);
    setRefusal(answer.__typename);
  };

  return (
    <section className="panel stack" aria-labelledby="pay">
      <h2 id="pay">{t('checkout.pay')}</h2>
      <p className="hint">{t('checkout.sandbox')}</p>
      <fieldset className="cards">
        <legend className="unseen">{t('checkout.card')}</legend>
        {CARDS.map((each) => (
          <label key={each} className="card">
            <input
              type="radio"
              name="card"
              value={each}
              checked={card === each}
              disabled={isPaying}
              onChange={() => {
                setCard(each);
              }}
            />
            <span>{t(`card.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <div aria-live="assertive" className="stack">
        {refusal && <p className="notice bad">{t(`refused.${refusal}`)}</p>}
        {failure && (
          <p className="notice bad">{failure === 'logged-out' ? t('failure.logged-out') : t('checkout.unknown')}</p>
        )}
      </div>
      {/* Not `disabled`, which would take the focus away; the key makes a second click harmless. */}
      <button
        type="button"
        className="button main wide"
        aria-label={isPaying || failure ? undefined : t('checkout.payNow', { total: format.moneyInWords(hold.total) })}
        aria-disabled={isPaying || undefined}
        onClick={() => {
          if (!isPaying) void pay();
        }}
      >
        {isPaying ? t('checkout.paying') : failure ? t('checkout.askAgain') : t('checkout.payNow', { total: format.money(hold.total) })}
      </button>
    </section>
  );
}
