import { expect, test } from 'vitest';
import { calendarOf } from '../src/account/calendar';
import { toggled } from '../src/seats/choice';
import { seatBeside } from '../src/seats/moves';
import { priceOf, sumOf } from '../src/seats/prices';

const seats = [
  { id: 'A1', row: 'A', column: 1 },
  { id: 'A2', row: 'A', column: 2 },
  { id: 'A4', row: 'A', column: 4 },
  { id: 'B3', row: 'B', column: 3 },
];
const [a1, a2, a4, b3] = seats as [(typeof seats)[0], (typeof seats)[0], (typeof seats)[0], (typeof seats)[0]];

test.each([
  ['ArrowRight', a1, 'A2'],
  ['ArrowRight', a2, 'A4'],
  ['ArrowRight', a4, 'A4'],
  ['ArrowLeft', a1, 'A1'],
  ['ArrowDown', a1, 'B3'],
  ['ArrowUp', b3, 'A2'],
  ['ArrowUp', a1, 'A1'],
  ['Home', a4, 'A1'],
  ['End', a1, 'A4'],
  ['x', a1, 'A1'],
])('%s', (key, from, to) => {
  expect(seatBeside(seats, from, key).id).toBe(to);
});

test('a seat is chosen for an adult, and given back', () => {
  const chosen = toggled({ B3: 'CHILD' }, 'A1');
  expect(chosen).toEqual({ B3: 'CHILD', A1: 'ADULT' });
  expect(toggled(chosen, 'B3')).toEqual({ A1: 'ADULT' });
});

const prices = [
  { category: 'ADULT', seatClass: 'STANDARD', price: { amountMinor: 7_500, currency: 'MXN' } },
  { category: 'CHILD', seatClass: 'STANDARD', price: { amountMinor: 5_600, currency: 'MXN' } },
] as const;

test('a sum has every price, or is not known', () => {
  const adult = priceOf([...prices], 'STANDARD', 'ADULT');
  const child = priceOf([...prices], 'STANDARD', 'CHILD');
  expect(sumOf([adult, child])).toEqual({ amountMinor: 13_100, currency: 'MXN' });
  expect(sumOf([adult, priceOf([...prices], 'PREMIUM', 'ADULT')])).toBeUndefined();
  expect(sumOf([])).toBeUndefined();
});

test('a calendar has the moments in UTC and its special characters escaped', () => {
  const text = calendarOf({
    id: 'bkg_1',
    title: 'Coco; again',
    place: 'Calima, Sala 1',
    startsAt: '2026-11-29T20:00:00-05:00',
    endsAt: '2026-11-29T22:00:00-05:00',
    now: new Date('2026-11-01T00:00:00Z'),
  });
  expect(text).toContain('DTSTART:20261130T010000Z\r\n');
  expect(text).toContain('SUMMARY:Coco\\; again\r\n');
  expect(text).toContain('LOCATION:Calima\\, Sala 1\r\n');
});
