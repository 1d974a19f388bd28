import { expect, test } from 'vitest';
import { shareOf, sumsOf, type OneShowtime } from '../src/staff/today/sums';
import { businessDayIn } from '../src/text/formats';

function showtime(booked: number, amountMinor: number, currency = 'MXN', status: OneShowtime['status'] = 'SCHEDULED'): OneShowtime {
  const takings = { amountMinor, currency };
  return { status, sales: { capacity: 100, seatsBooked: booked, seatsHeld: 1, seatsAdmitted: 2, takings } };
}

test('takings are summed for each currency', () => {
  const sums = sumsOf([showtime(3, 700, 'MXN'), showtime(4, 5_000, 'COP'), showtime(1, 3_000_000_000, 'MXN')]);
  expect(sums).toEqual({
    capacity: 300,
    booked: 8,
    admitted: 6,
    takings: [
      { amountMinor: 5_000, currency: 'COP' },
      { amountMinor: 3_000_000_700, currency: 'MXN' },
    ],
  });
});

test('a cancelled showtime has no seats, and what it kept counts', () => {
  const sums = sumsOf([showtime(3, 700), showtime(0, 50, 'MXN', 'CANCELLED')]);
  expect(sums).toMatchObject({ capacity: 100, booked: 3, takings: [{ amountMinor: 750, currency: 'MXN' }] });
});

test('there is no sum while a part of it is not known', () => {
  expect(sumsOf([showtime(3, 700), { status: 'SCHEDULED', sales: null }])).toBeUndefined();
});

test.each([
  [0, 0, 0],
  [5, 10, 0.5],
  [11, 10, 1],
])('%s of %s', (count, whole, share) => {
  expect(shareOf(count, whole)).toBe(share);
});

test.each([
  ['2026-11-30T09:59:00Z', '2026-11-29'],
  ['2026-11-30T10:00:00Z', '2026-11-30'],
  ['2026-12-01T05:30:00Z', '2026-11-30'],
])('a day in Bogotá ends at five in the morning: %s', (now, day) => {
  expect(businessDayIn('America/Bogota', new Date(now))).toBe(day);
});
