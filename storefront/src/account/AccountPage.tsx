import './account.css';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useAnswer, useCommand } from '../api/hooks';
import { addresses, addressOf } from '../app/addresses';
import { FailureNotice, Poster, Title } from '../design/parts';
import { MyBookingsDocument, SendVerificationAgainDocument, SetLanguageDocument } from '../gql/graphql';
import { LogInFirst } from '../session/LogInFirst';
import { useSession } from '../session/SessionProvider';
import { LanguageChoice } from '../text/LanguageChoice';
import { useText } from '../text/TextProvider';

/** Somebody's bookings, and what the account says of them. */
export default function AccountPage(): ReactNode {
  return (
    <LogInFirst>
      <Account />
    </LogInFirst>
  );
}

function Account(): ReactNode {
  const { t } = useText();
  const [, navigate] = useLocation();
  const { viewer, logOut } = useSession();
  const [setLanguage] = useCommand(SetLanguageDocument);
  if (!viewer) return null;
  return (
    <div className="page account">
      <Title>{t('account.title')}</Title>
      <h1>{t('account.greeting', { name: viewer.firstName })}</h1>
      {!viewer.emailVerified && <VerificationNotice />}
      <Bookings />
      <section className="panel stack" aria-labelledby="profile">
        <h2 id="profile">{t('account.profile')}</h2>
        <p>
          {viewer.firstName} {viewer.lastName}, {viewer.email}
        </p>
        <LanguageChoice onChosen={(chosen) => void setLanguage({ language: chosen })} />
        <button
          type="button"
          className="button"
          onClick={() => {
            void logOut().then(() => {
              navigate(addresses.programme);
            });
          }}
        >
          {t('account.logOut')}
        </button>
      </section>
    </div>
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
        <button
          type="button"
          className="button"
          disabled={isSending}
          onClick={() =>
            void send({}).then(({ data }) => {
              setSent(data !== undefined);
            })
          }
        >
          {t('account.sendAgain')}
        </button>
      )}
    </div>
  );
}

function Bookings(): ReactNode {
  const { t, format } = useText();
  const { data, failure, refresh } = useAnswer(MyBookingsDocument, {});
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
                  {booking.showtime.cinema.name} · {format.money(booking.total)}
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
