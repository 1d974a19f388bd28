import './today.css';
import { useMemo, type ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { useParameters } from '../../app/navigation';
import { FailureNotice, useNow } from '../../design/parts';
import { TodayAtCinemaDocument, type TodayAtCinemaQuery } from '../gql/graphql';
import { businessDayIn } from '../../text/formats';
import { useStaffText } from '../../text/staff/useStaffText';
import { CinemaChoice, useCinema, type Cinema } from '../CinemaChoice';
import { StaffOnly } from '../StaffOnly';
import { Occupancy } from './Occupancy';
import { sumsOf } from './sums';
import { usePoll } from './usePoll';

/** How often sales are asked for, in seconds. */
const POLL = 30;

type Showtime = TodayAtCinemaQuery['showtimes']['edges'][number]['node'];

/** Today's showtimes of a cinema: how full they are, who is in, and what was taken. */
export default function TodayPage(): ReactNode {
  const { own } = useStaffText();
  return (
    <StaffOnly role="STAFF" title={own('title.today')}>
      <Places />
    </StaffOnly>
  );
}

function Places(): ReactNode {
  const { t } = useStaffText();
  const { cities, cinema, failure, refresh } = useCinema();
  const [, write] = useParameters();
  return (
    <>
      {failure && !cities && <FailureNotice failure={failure} onRetry={refresh} />}
      {cities && (
        <div className="today-choice">
          <CinemaChoice
            cities={cities}
            cinema={cinema}
            onChoose={(id) => {
              write({ cinema: id });
            }}
          />
        </div>
      )}
      {cities?.length === 0 && <p>{t('programme.noCities')}</p>}
      {!cities && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {cinema && <Day key={cinema.id} cinema={cinema} />}
    </>
  );
}

function Day({ cinema }: { cinema: Cinema }): ReactNode {
  const { own, t, format } = useStaffText();
  const now = useNow(30);
  const date = businessDayIn(cinema.timezone, now);
  const filter = useMemo(() => ({ cinemaId: cinema.id, date }), [cinema.id, date]);
  const { data, failure, refresh } = useAnswer(TodayAtCinemaDocument, { filter });
  usePoll(refresh, POLL);
  const showtimes = data?.showtimes.edges.map(({ node }) => node);
  return (
    <>
      {failure && <FailureNotice failure={failure} onRetry={refresh} />}
      {!showtimes && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {showtimes && (
        <section className="stack" aria-labelledby="today-day">
          <h2 id="today-day">{format.day(`${date}T12:00:00Z`, 'UTC')}</h2>
          {showtimes.length === 0 && <p>{own('today.empty')}</p>}
          {showtimes.length > 0 && <Sums showtimes={showtimes} />}
          {data?.showtimes.pageInfo.hasNextPage && <p className="hint">{own('today.more', { count: showtimes.length })}</p>}
          <ul className="today-rows">
            {showtimes.map((showtime) => (
              <Row key={showtime.id} showtime={showtime} zone={cinema.timezone} />
            ))}
          </ul>
          <p className="hint">{own('today.polled')}</p>
        </section>
      )}
    </>
  );
}

function Sums({ showtimes }: { showtimes: Showtime[] }): ReactNode {
  const { own, format } = useStaffText();
  const sums = sumsOf(showtimes);
  if (!sums) return <p className="hint">{own('today.noSales')}</p>;
  return (
    <dl className="today-sums">
      <div>
        <dt>{own('today.takings')}</dt>
        {sums.takings.map((each) => (
          <dd key={each.currency}>
            {format.money(each)} <small>{each.currency}</small>
          </dd>
        ))}
      </div>
      <div>
        <dt>{own('today.seats')}</dt>
        <dd>{own('today.booked', { booked: sums.booked, capacity: sums.capacity })}</dd>
      </div>
      <div>
        <dt>{own('today.admitted')}</dt>
        <dd>{own('today.booked', { booked: sums.admitted, capacity: sums.booked })}</dd>
      </div>
    </dl>
  );
}

function Row({ showtime, zone }: { showtime: Showtime; zone: string }): ReactNode {
  const { own, t, format } = useStaffText();
  const { sales } = showtime;
  return (
    <li className="today-row">
      <time className="today-time" dateTime={showtime.startsAt}>
        {format.time(showtime.startsAt, zone)}
      </time>
      <div>
        <h3>{showtime.movie.title}</h3>
        <p className="muted">
          {showtime.auditorium.name}
          {showtime.status === 'CANCELLED' && ` · ${t('showtime.cancelled')}`}
        </p>
      </div>
      {sales && <Occupancy booked={sales.seatsBooked} held={sales.seatsHeld} capacity={sales.capacity} />}
      {sales && (
        <p className="today-money">
          <strong>{format.money(sales.takings)}</strong>
          <span className="muted">{own('today.in', { count: sales.seatsAdmitted })}</span>
        </p>
      )}
    </li>
  );
}
