import { expect, test } from 'vitest';
import { groupShowtimes, type Showtime } from '../src/programme/groups';

function showtime(id: string, title: string, cinema: string, startsAt: string): Showtime {
  return { id, startsAt, movie: { id: title, title }, cinema: { id: cinema, name: cinema } } as Showtime;
}

test('the movie with the most showtimes is first', () => {
  const groups = groupShowtimes([
    showtime('1', 'Allied', 'Calima', '2026-11-29T20:00:00Z'),
    showtime('2', 'Coco', 'Calima', '2026-11-29T19:00:00Z'),
    showtime('3', 'Coco', 'Calima', '2026-11-29T21:00:00Z'),
  ]);
  expect(groups.map(({ movie }) => movie.title)).toEqual(['Coco', 'Allied']);
});

test('the showtimes of a cinema are in the order of time', () => {
  const [coco] = groupShowtimes([
    showtime('late', 'Coco', 'Calima', '2026-11-29T21:00:00Z'),
    showtime('other', 'Coco', 'Alameda', '2026-11-29T18:00:00Z'),
    showtime('early', 'Coco', 'Calima', '2026-11-29T19:00:00Z'),
  ]);
  expect(coco?.cinemas.map(({ cinema, showtimes }) => [cinema.name, showtimes.map(({ id }) => id)])).toEqual([
    ['Alameda', ['other']],
    ['Calima', ['early', 'late']],
  ]);
});
