import './programme.css';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { addressOf } from '../app/addresses';
import { Poster } from '../design/parts';
import type { MovieFactsFragment, MovieStatus } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { MovieFacts } from './MovieRow';

type Movie = MovieFactsFragment & { status: MovieStatus; releaseDate: string };

export function MovieGrid({ movies }: { movies: Movie[] }): ReactNode {
  const { t, format } = useText();
  return (
    <ul className="movie-grid">
      {movies.map((movie) => (
        <li key={movie.id} className="stack">
          <Link href={addressOf('movie', { id: movie.id })} tabIndex={-1} aria-hidden="true">
            <Poster movie={movie} />
          </Link>
          <h2>
            <Link href={addressOf('movie', { id: movie.id })}>{movie.title}</Link>
          </h2>
          <MovieFacts movie={movie} />
          {movie.status === 'COMING_SOON' && (
            <p className="from">{t('movie.from', { day: format.date(movie.releaseDate) })}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

export function MovieGridWaiting(): ReactNode {
  const { t } = useText();
  return (
    <div role="status">
      <span className="unseen">{t('waiting')}</span>
      <ul className="movie-grid" aria-hidden="true">
        {[1, 2, 3, 4].map((place) => (
          <li key={place}>
            <div className="poster waiting" />
          </li>
        ))}
      </ul>
    </div>
  );
}
