import './account.css';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useParams } from 'wouter';
import { useAnswer, useCommand, useLive } from '../api/hooks';
import { forgetKey, keyFor } from '../api/keys';
import NotFoundPage from '../app/NotFoundPage';
import { Action } from '../design/Action';
import { Money } from '../design/Money';
import { FailurePage, Title } from '../design/parts';
import { BookingDocument, BookingUpdatedDocument, CancelBookingDocument, type BookingQuery } from '../gql/graphql';
import { LogInFirst } from '../session/LogInFirst';
import { useText } from '../text/TextProvider';
import { calendarOf } from './calendar';
import { download } from './download';
import { imageOf } from './qr';

type Booking = NonNullable<BookingQuery['booking']>;

/** How often a booking is asked for while its outcome is not known, in milliseconds. */
const POLL = 3_000;

/** One booking: its outcome as soon as it is known, its tickets, and the way to give it back. */
export default function BookingPage(): ReactNode {
  const { id = '' } = useParams();
  const { t } = useText();
  const { data, failure, refresh } = useAnswer(BookingDocument, { id });
  const booking = data?.booking;
  const isPending = booking?.status === 'PENDING';
  const live = useLive(BookingUpdatedDocument, { id }, { skip: !isPending });
  const status = live.data?.bookingUpdated.status;
  useEffect(() => {
    if (status && status !== 'PENDING') refresh();
  }, [status, refresh]);
  useEffect(() => {
    if (!isPending) return;
    const timer = setInterval(refresh, POLL);
    return () => {
      clearInterval(timer);
    };
  }, [isPending, refresh]);

  return (
    <LogInFirst>
      {booking === null && !failure && <NotFoundPage />}
      {failure && !booking && <FailurePage failure={failure} onRetry={refresh} />}
      <div className="page account">
        {!data && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
        {booking && <OfBooking booking={booking} refresh={refresh} />}
      </div>
    </LogInFirst>
  );
}

const TONES: Record<Booking['status'], string> = {
  CONFIRMED: 'good',
  PENDING: '',
  CANCELLED: '',
  PAYMENT_FAILED: 'bad',
  NEEDS_ATTENTION: '',
};

function OfBooking({ booking, refresh }: { booking: Booking; refresh: () => void }): ReactNode {
  const { t, format } = useText();
  const { showtime, payment } = booking;
  const outcome = useRef<HTMLParagraphElement>(null);
  return (
    <>
      <Title>{`${showtime.movie.title}, ${booking.reference}`}</Title>
      <div>
        <h1>{showtime.movie.title}</h1>
        <p>
          {format.day(showtime.startsAt, showtime.cinema.timezone)},{' '}
          <strong>{format.time(showtime.startsAt, showtime.cinema.timezone)}</strong> · {showtime.cinema.name},{' '}
          {showtime.auditorium.name} · {showtime.cinema.address}
        </p>
      </div>
      <p ref={outcome} tabIndex={-1} className={`notice ${TONES[booking.status]}`} role="status">
        <span>
          <strong>{t(`booking.${booking.status}`)}.</strong> {t(`booking.text.${booking.status}`)}
        </span>
      </p>
      {booking.tickets.length > 0 && (
        <ul className="tickets">
          {booking.tickets.map((ticket) => (
            <li key={ticket.id} className={`ticket ${ticket.status === 'VALID' ? '' : 'void'}`}>
              <div className="ticket-head">
                {t('seats.seatWord')} <strong>{ticket.seatId}</strong> {t(`category.${ticket.category}`)}
              </div>
              <div className="ticket-code">
                <img
                  src={imageOf(ticket.qrSvg)}
                  alt={t('booking.code', { seat: ticket.seatId })}
                  width="208"
                  height="208"
                />
                <span>{t(`ticket.${ticket.status}`)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        {booking.ticketsPdfUrl && (
          <a className="button main" href={new URL(booking.ticketsPdfUrl).pathname} target="_blank" rel="noreferrer">
            {t('booking.pdf')}
          </a>
        )}
        {booking.status === 'CONFIRMED' && <CalendarButton booking={booking} />}
        {booking.refundQuote && (
          <CancelButton
            booking={booking}
            quote={booking.refundQuote}
            onCancelled={() => {
              // The button goes away: the focus stays with what it changed.
              outcome.current?.focus();
              refresh();
            }}
          />
        )}
      </div>
      <section className="panel stack" aria-labelledby="payment">
        <h2 id="payment">{t('booking.payment')}</h2>
        <p>
          {t('booking.reference')}: <strong>{booking.reference}</strong>
        </p>
        <p>
          <Money sum={booking.total} />
          {payment?.cardLast4 && `, ${payment.cardBrand ?? ''} …${payment.cardLast4}`}
        </p>
        {payment && payment.refunded.amountMinor > 0 && (
          <p>{t('booking.refunded', { amount: format.moneyInWords(payment.refunded) })}</p>
        )}
      </section>
    </>
  );
}

function CalendarButton({ booking }: { booking: Booking }): ReactNode {
  const { t } = useText();
  const save = (): void => {
    const { id, showtime } = booking;
    const text = calendarOf({
      id,
      title: showtime.movie.title,
      place: `${showtime.cinema.name}, ${showtime.auditorium.name}, ${showtime.cinema.address}`,
      startsAt: showtime.startsAt,
      endsAt: showtime.endsAt,
      now: new Date(),
    });
    download(`${booking.reference}.ics`, 'text/calendar', text);
  };
  return (
    <button type="button" className="button" onClick={save}>
      {t('booking.calendar')}
    </button>
  );
}

interface CancelProperties {
  booking: Booking;
  quote: NonNullable<Booking['refundQuote']>;
  onCancelled: () => void;
}

function CancelButton({ booking, quote, onCancelled }: CancelProperties): ReactNode {
  const { t, format } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const [wrong, setWrong] = useState<string>();
  const [cancel, isCancelling] = useCommand(CancelBookingDocument);
  const deed = `cancel:${booking.id}`;
  const send = async (): Promise<void> => {
    const { data, failure } = await cancel({ input: { bookingId: booking.id, idempotencyKey: keyFor(deed) } });
    if (data?.cancelBooking.__typename === 'Booking') {
      forgetKey(deed);
      dialog.current?.close();
      onCancelled();
    } else setWrong(failure ? t(`failure.${failure}`) : t('booking.notCancellable'));
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => dialog.current?.showModal()}>
        {t('booking.cancel')}
      </button>
      <dialog ref={dialog} aria-labelledby="cancel">
        <div className="stack">
          <h2 id="cancel">{t('booking.cancel')}</h2>
          <p>{t('booking.quote', { amount: format.moneyInWords(quote) })}</p>
          <div aria-live="assertive">{wrong && <p className="wrong">{wrong}</p>}</div>
          <div className="actions">
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              {t('booking.keep')}
            </button>
            <Action type="button" className="button danger" isBusy={isCancelling} onClick={() => void send()}>
              {t('booking.cancelNow')}
            </Action>
          </div>
        </div>
      </dialog>
    </>
  );
}
