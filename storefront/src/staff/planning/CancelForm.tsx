import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useCommand, useQuestion, type Outcome } from '../../api/hooks';
import { FailureNotice } from '../../design/parts';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { CancelShowtimeDocument, ShowtimeSalesDocument, type ShowtimeSalesQuery } from '../gql/graphql';
import { useClose } from './Modal';
import type { BoardShowtime } from './useBoardDay';
import type { Said } from './useMoving';
import type { Words } from './useWords';

interface Properties {
  showtime: BoardShowtime;
  words: Words;
  onDone: (said: Said) => void;
}

/** What cancelling a showtime does to its bookings, and then the way to do it. */
export function CancelForm({ showtime, words, onDone }: Properties): ReactNode {
  const { t } = usePlanningText();
  const [outcome, askAgain] = useSales(showtime.id);
  const sales = outcome?.data?.showtime?.sales;
  return (
    <>
      <p>{words.times(showtime)}</p>
      {!outcome && <div className="waiting form-waiting" role="status" aria-label={t('waiting')} />}
      {outcome && !sales && <FailureNotice failure={outcome.failure ?? 'unavailable'} onRetry={askAgain} />}
      {sales && <Consequences sales={sales} />}
      <Confirm canCancel={Boolean(sales)} showtime={showtime} words={words} onDone={onDone} />
    </>
  );
}

type Sales = NonNullable<NonNullable<ShowtimeSalesQuery['showtime']>['sales']>;

function Consequences({ sales }: { sales: Sales }): ReactNode {
  const { own, format } = usePlanningText();
  const { bookingCount, seatsBooked, seatsHeld, refundIfCancelled } = sales;
  return (
    <div className={`notice ${bookingCount > 0 ? 'bad' : ''}`} role="status">
      <ul className="consequences">
        <li>
          {bookingCount > 0
            ? own('cancel.bookings', { count: bookingCount, seats: seatsBooked })
            : own('cancel.noBookings')}
        </li>
        {bookingCount > 0 && (
          <li>
            <strong>{own('cancel.refund', { amount: `${format.money(refundIfCancelled)} ${refundIfCancelled.currency}` })}</strong>
          </li>
        )}
        {seatsHeld > 0 && <li>{own('cancel.held', { count: seatsHeld })}</li>}
        <li>{own('cancel.final')}</li>
      </ul>
    </div>
  );
}

function Confirm({ canCancel, showtime, words, onDone }: Properties & { canCancel: boolean }): ReactNode {
  const { own } = usePlanningText();
  const close = useClose();
  const [wrong, setWrong] = useState<string>();
  const [cancel, isSending] = useCommand(CancelShowtimeDocument);
  const send = async (): Promise<void> => {
    const { data, failure } = await cancel({ id: showtime.id });
    const answer = data?.cancelShowtime;
    if (answer?.__typename === 'Showtime') {
      onDone({ text: own('cancelled.done', { movie: showtime.movie.title }), isGood: true });
      close();
    } else setWrong(answer ? words.ofRefusal(answer) : words.ofFailure(failure));
  };
  return (
    <>
      <div aria-live="assertive">{wrong && <p className="wrong">{wrong}</p>}</div>
      <div className="planning-actions">
        <button type="button" className="button" onClick={close}>
          {own('cancel.keep')}
        </button>
        <button
          type="button"
          className="button danger"
          aria-disabled={!canCancel || isSending || undefined}
          onClick={() => {
            if (canCancel && !isSending) void send();
          }}
        >
          {own('cancel.now')}
        </button>
      </div>
    </>
  );
}

/** What is sold at this moment: asked for when the question is put, past every cache. */
function useSales(id: string): [outcome: Outcome<ShowtimeSalesQuery> | undefined, askAgain: () => void] {
  const question = useQuestion(ShowtimeSalesDocument);
  const [outcome, setOutcome] = useState<Outcome<ShowtimeSalesQuery>>();
  const ask = useCallback(() => {
    void question({ id }).then(setOutcome);
  }, [question, id]);
  useEffect(ask, [ask]);
  return [outcome, ask];
}
