import './programme.css';
import { useMemo, type ReactNode } from 'react';
import { useAnswer } from '../api/hooks';
import { useParameters } from '../app/navigation';
import { FailureNotice, Title, useNow } from '../design/parts';
import {
  AvailabilityDocument,
  PlacesDocument,
  ProgrammeDocument,
  type PlacesQuery,
  type ScreenFormat,
  type ShowtimeFilter,
} from '../gql/graphql';
import { todayIn } from '../text/formats';
import { useText } from '../text/TextProvider';
import { DayStrip } from './DayStrip';
import { Filters } from './Filters';
import { groupShowtimes } from './groups';
import { keepCity, keptCity } from './keptCity';
import { MovieRow, MovieRowWaiting } from './MovieRow';
import { MovieSearch } from './MovieSearch';

export type City = PlacesQuery['cities'][number];

/** What is on: one city, one day, and every movie with its showtimes. */
export function ProgrammePage(): ReactNode {
  const { t } = useText();
  const [read, write] = useParameters();
  const places = useAnswer(PlacesDocument, {});
  const cities = places.data?.cities;
  const wanted = read('city') ?? keptCity();
  const city = cities?.find(({ id }) => id === wanted) ?? cities?.[0];
  const search = read('search');
  const today = todayIn('UTC', useNow(30));

  return (
    <div className="page programme">
      <Title>{t('programme.title')}</Title>
      <h1 className="programme-title">
        <span>{t('programme.heading')}</span>{' '}
        <select
          className="in-title"
          aria-label={t('programme.city')}
          value={city?.id ?? ''}
          onChange={({ target }) => {
            keepCity(target.value);
            write({ city: target.value, cinema: undefined });
          }}
        >
          {(cities ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </h1>
      {places.failure && !cities && <FailureNotice failure={places.failure} onRetry={places.refresh} />}
      {(city ?? places.isLoading) && <Filters city={city} />}
      {city && (search ? <MovieSearch cityId={city.id} text={search} /> : <Day city={city} />)}
      {!city && places.isLoading && (
        <>
          <DayStrip today={today} chosen={today} />
          <Waiting />
        </>
      )}
      {cities?.length === 0 && <p className="empty">{t('programme.noCities')}</p>}
    </div>
  );
}

function Day({ city }: { city: City }): ReactNode {
  const { t } = useText();
  const [read] = useParameters();
  const now = useNow(30);
  const zone = city.cinemas[0]?.timezone ?? 'UTC';
  const today = todayIn(zone, now);
  const date = read('date') ?? today;
  const cinema = city.cinemas.find(({ id }) => id === read('cinema'));
  const format = read('format') as ScreenFormat | undefined;
  const audioLanguage = read('language');

  const filter = useMemo<ShowtimeFilter>(
    () => ({
      cityId: city.id,
      date,
      cinemaId: cinema?.id ?? null,
      format: format ?? null,
      audioLanguage: audioLanguage ?? null,
    }),
    [city.id, date, cinema?.id, format, audioLanguage],
  );
  const programme = useAnswer(ProgrammeDocument, { filter });
  const availability = useAnswer(AvailabilityDocument, { filter });
  const showtimes = programme.data?.showtimes.edges.map(({ node }) => node);
  const seats = useMemo(
    () => new Map(availability.data?.showtimes.edges.map(({ node }) => [node.id, node.availableSeatCount])),
    [availability.data],
  );

  return (
    <>
      <DayStrip today={today} chosen={date} />
      {programme.failure && !showtimes && <FailureNotice failure={programme.failure} onRetry={programme.refresh} />}
      {!showtimes && !programme.failure && <Waiting />}
      {showtimes?.length === 0 && <p className="empty">{t('programme.empty')}</p>}
      {showtimes && showtimes.length > 0 && (
        <>
          {availability.failure && <p className="hint">{t('programme.noAvailability')}</p>}
          <ul className="movie-rows">
            {groupShowtimes(showtimes).map(({ movie, cinemas }) => (
              <MovieRow key={movie.id} movie={movie} date={date} cinemas={cinemas} seats={seats} now={now} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** As high as what comes, so that nothing jumps. */
function Waiting(): ReactNode {
  const { t } = useText();
  return (
    <div role="status">
      <span className="unseen">{t('waiting')}</span>
      <ul className="movie-rows" aria-hidden="true">
        {[1, 2, 3, 4].map((row) => (
          <MovieRowWaiting key={row} />
        ))}
      </ul>
    </div>
  );
}
