import type { ReactNode } from 'react';
import type { AtCinema } from './groups';
import { ShowtimeLink } from './ShowtimeLink';

interface ShowtimesProps extends AtCinema {
  /** Free seats by showtime, as far as they are known. */
  seats: ReadonlyMap<string, number | null | undefined>;
  now: number;
  className: string;
}

/** A movie's showtimes of a day at one cinema. */
export function ShowtimesAtCinema({ cinema, showtimes, seats, now, className }: ShowtimesProps): ReactNode {
  return (
    <section className={className}>
      <h3>{cinema.name}</h3>
      <ul className="times">
        {showtimes.map((showtime) => (
          <li key={showtime.id}>
            <ShowtimeLink showtime={showtime} zone={cinema.timezone} free={seats.get(showtime.id)} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}
