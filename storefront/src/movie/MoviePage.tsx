import '../programme/programme.css';
import './movie.css';
import { useMemo, type ReactNode } from 'react';
import { useParams } from 'wouter';
import { useAnswer } from '../api/hooks';
import NotFoundPage from '../app/NotFoundPage';
import { useParameters } from '../app/navigation';
import { Choice, FailurePage, Poster, Title, useNow } from '../design/parts';
import { MovieAvailabilityDocument, MovieDocument, PlacesDocument } from '../gql/graphql';
import { DayStrip } from '../programme/DayStrip';
import { groupShowtimes } from '../programme/groups';
import { MovieFacts } from '../programme/MovieRow';
import { ShowtimesAtCinema } from '../programme/ShowtimesAtCinema';
import { keepCity, keptCity } from '../programme/keptCity';
import { todayIn } from '../text/formats';
import { useText } from '../text/TextProvider';

/** One movie, and its showtimes in a city on a day. */
export default function MoviePage(): ReactNode {
  const { id = '' } = useParams();
  const { t, format } = useText();
  const [read, write] = useParameters();
  const now = useNow(30);
  const places = useAnswer(PlacesDocument, {});
  const cities = places.data?.cities ?? [];
  const wanted = read('city') ?? keptCity();
  const city = cities.find((each) => each.id === wanted) ?? cities[0];
  const today = todayIn(city?.cinemas[0]?.timezone ?? 'UTC', now);
  const date = read('date') ?? today;
  const variables = useMemo(() => ({ id, cityId: city?.id ?? null, date }), [id, city?.id, date]);
  const { data, failure, refresh } = useAnswer(MovieDocument, variables);
  const availability = useAnswer(MovieAvailabilityDocument, variables, { skip: !city });
  const seats = new Map(
    availability.data?.movie?.showtimes.edges.map(({ node }) => [node.id, node.availableSeatCount]),
  );

  if (failure && !data?.movie) {
    return <FailurePage failure={failure} onRetry={refresh} />;
  }
  if (data?.movie === null) return <NotFoundPage />;
  const movie = data?.movie;
  if (!movie) {
    return (
      <div className="page movie" role="status">
        <span className="unseen">{t('waiting')}</span>
        <div className="poster waiting" />
        <div className="waiting movie-waiting" />
      </div>
    );
  }
  const [group] = groupShowtimes(movie.showtimes.edges.map(({ node }) => node));
  return (
    <div className="page movie">
      <Title>{movie.title}</Title>
      <Poster movie={movie} />
      <div className="movie-text">
        <h1>{movie.title}</h1>
        {movie.originalTitle && <p className="muted">{movie.originalTitle}</p>}
        <MovieFacts movie={movie} />
        <p className="synopsis">{movie.synopsis}</p>
        <dl className="movie-details">
          <dt>{t('movie.spoken')}</dt>
          <dd>{format.language(movie.spokenLanguage)}</dd>
          {movie.subtitleLanguages.length > 0 && (
            <>
              <dt>{t('movie.subtitles')}</dt>
              <dd>{format.list(movie.subtitleLanguages.map((tag) => format.language(tag)))}</dd>
            </>
          )}
          <dt>{t('movie.release')}</dt>
          <dd>{format.date(movie.releaseDate)}</dd>
        </dl>
      </div>
      <section className="movie-times programme" aria-labelledby="times">
        <div className="movie-times-head">
          <h2 id="times">{t('movie.showtimes')}</h2>
          <Choice
            label={t('programme.city')}
            value={city?.id ?? ''}
            onChange={({ target }) => {
              keepCity(target.value);
              write({ city: target.value });
            }}
          >
            {cities.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </Choice>
        </div>
        <DayStrip today={today} chosen={date} />
        {availability.failure && <p className="hint">{t('programme.noAvailability')}</p>}
        {!group && <p className="empty">{t('movie.noShowtimes')}</p>}
        {group?.cinemas.map((each) => (
          <ShowtimesAtCinema key={each.cinema.id} {...each} seats={seats} now={now} className="panel" />
        ))}
      </section>
    </div>
  );
}
