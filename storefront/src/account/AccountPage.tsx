import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useCommand } from '../api/hooks';
import { addressOf } from '../app/addresses';
import { Action } from '../design/Action';
import { Money } from '../design/Money';
import { FailureNotice, Poster } from '../design/parts';
import { MyBookingsDocument, SendVerificationAgainDocument } from '../gql/graphql';
import { useSession } from '../session/SessionProvider';
import { useMine } from '../session/useMine';
import { useText } from '../text/TextProvider';
import { AccountFrame } from './AccountFrame';

/** Somebody's bookings, and what the account says of them. */
export default function AccountPage(): ReactNode {
  const { t } = useText();
  const { viewer, logOut } = useSession();
  return (
    <AccountFrame title={t('account.title')}>
      <h1>{t('account.greeting', { name: viewer?.firstName ?? '' })}</h1>
      {viewer?.emailVerified === false && <VerificationNotice />}
      <Bookings />
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => void logOut()}
        >
          {t('account.logOut')}
        </button>
      </div>
    </AccountFrame>
  );
}

function VerificationNotice(): ReactNode {
  const { t } = useText();
  const [send, isSending] = useCommand(SendVerificationAgainDocument);
  const [isSent, setSent] = useState(false);
  return (
    <div className="notice" aria-live="polite">
      <p>{isSent ? t('account.mailSent') : t('account.unverified')}</p>
      {!isSent && (
        <Action
          type="button"
          className="button"
          isBusy={isSending}
          onClick={() =>
            void send({}).then(({ data }) => {
              setSent(data !== undefined);
            })
          }
        >
          {t('account.sendAgain')}
        </Action>
      )}
    </div>
  );
}

function Bookings(): ReactNode {
  const { t, format } = useText();
  const { data, failure, refresh } = useMine(MyBookingsDocument, {});
  const bookings = data?.me?.bookings?.edges.map(({ node }) => node);
  return (
    <section className="stack" aria-labelledby="bookings">
      <h2 id="bookings">{t('account.bookings')}</h2>
      {failure && !bookings && <FailureNotice failure={failure} onRetry={refresh} />}
      {!bookings && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {bookings?.length === 0 && <p className="empty">{t('account.noBookings')}</p>}
      <ul className="bookings">
        {bookings?.map((booking) => (
          <li key={booking.id}>
            <Link className="panel booking-card" href={addressOf('booking', { id: booking.id })}>
              <Poster movie={booking.showtime.movie} />
              <div>
                <h3>{booking.showtime.movie.title}</h3>
                <p>
                  {format.day(booking.showtime.startsAt, booking.showtime.cinema.timezone)},{' '}
                  {format.time(booking.showtime.startsAt, booking.showtime.cinema.timezone)}
                </p>
                <p className="muted">
                  {booking.showtime.cinema.name} · <Money sum={booking.total} />
                </p>
                <p>
                  <span className="badge">{t(`booking.${booking.status}`)}</span>
                </p>
              </div>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
