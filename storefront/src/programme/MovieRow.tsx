import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { addressOf } from '../app/addresses';
import { Poster } from '../design/parts';
import type { MovieFactsFragment } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import type { AtCinema } from './groups';
import { ShowtimesAtCinema } from './ShowtimesAtCinema';

interface Row {
  movie: MovieFactsFragment;
  /** The chosen day, which the movie's page begins with. */
  date: string;
  cinemas: AtCinema[];
  /** Free seats by showtime, as far as they are known. */
  seats: ReadonlyMap<string, number | null | undefined>;
  now: number;
}

export function MovieRow({ movie, date, cinemas, seats, now }: Row): ReactNode {
  const address = `${addressOf('movie', { id: movie.id })}?date=${date}`;
  return (
    <li className="movie-row">
      <Link className="movie-row-poster" href={address} tabIndex={-1} aria-hidden="true">
        <Poster movie={movie} />
      </Link>
      <div className="movie-row-text">
        <h2>
          <Link href={address}>{movie.title}</Link>
        </h2>
        <MovieFacts movie={movie} />
        {cinemas.map((each) => (
          <ShowtimesAtCinema key={each.cinema.id} {...each} seats={seats} now={now} className="at-cinema" />
        ))}
      </div>
    </li>
  );
}

export function MovieFacts({ movie }: { movie: MovieFactsFragment }): ReactNode {
  const { format } = useText();
  return (
    <p className="facts muted">
      <span className="badge">{movie.certification}</span> {movie.genres.join(', ')} ·{' '}
      {format.minutes(movie.runtimeMinutes)}
    </p>
  );
}

export function MovieRowWaiting(): ReactNode {
  return (
    <li className="movie-row">
      <div className="movie-row-poster waiting" />
      <div className="movie-row-text">
        <div className="waiting line wide" />
        <div className="waiting line" />
        <div className="waiting block" />
      </div>
    </li>
  );
}
