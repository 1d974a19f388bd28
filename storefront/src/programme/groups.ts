/** Orders a day's showtimes as people look for them: by movie, then by cinema, then by time. */
import type { ProgrammeQuery } from '../gql/graphql';

export type Showtime = ProgrammeQuery['showtimes']['edges'][number]['node'];

export interface AtCinema {
  cinema: Showtime['cinema'];
  showtimes: Showtime[];
}

export interface OfMovie {
  movie: Showtime['movie'];
  cinemas: AtCinema[];
}

/** Movies with the most showtimes first; the showtimes of each in the order of time. */
export function groupShowtimes(showtimes: Showtime[]): OfMovie[] {
  const groups = grouped(showtimes, ({ movie }) => movie.id).map((ofMovie) => {
    const cinemas = grouped(ofMovie, ({ cinema }) => cinema.id).map((atCinema) => ({
      cinema: first(atCinema).cinema,
      showtimes: atCinema.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt)),
    }));
    cinemas.sort((a, b) => a.cinema.name.localeCompare(b.cinema.name));
    return { movie: first(ofMovie).movie, cinemas, count: ofMovie.length };
  });
  return groups.sort((a, b) => b.count - a.count || a.movie.title.localeCompare(b.movie.title));
}

/** The items in groups of the same key. Map.groupBy is not in every Node.js that runs the tests. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    groups.set(keyOf(item), [...group, item]);
  }
  return [...groups.values()];
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('A group has no items.');
  return item;
}
