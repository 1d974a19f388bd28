import { expect, test } from 'vitest';
import type { ScreenFormat } from '../src/staff/gql/graphql';
import { exampleFor, minorFrom, pricesFrom, typedFrom, type Example } from '../src/staff/planning/prices';
import { mondayOf, targetsFrom } from '../src/staff/planning/weeks';

function example(auditorium: string, format: ScreenFormat, amountMinor = 8_500): Example {
  const price = { amountMinor, currency: 'MXN' };
  return {
    format,
    audioLanguage: 'es',
    auditorium: { id: auditorium },
    prices: [{ category: 'ADULT', seatClass: 'STANDARD', price }],
  };
}

test('prices are those of the auditorium and format, or else of what is nearest', () => {
  const [other, here, imax] = [example('two', 'IMAX'), example('one', 'STANDARD_2D'), example('one', 'IMAX')];
  expect(exampleFor([other, here, imax], 'one', 'IMAX')).toBe(imax);
  expect(exampleFor([other, here], 'one', 'IMAX')).toBe(here);
  expect(exampleFor([here, other], 'three', 'IMAX')).toBe(other);
  expect(exampleFor([], 'one', 'IMAX')).toBeUndefined();
});

test('each class and category has a field, and what is copied is in it', () => {
  const typed = typedFrom(example('one', 'IMAX', 8_550), ['STANDARD', 'PREMIUM']);
  expect(typed).toHaveLength(8);
  expect(typed[0]).toEqual({ category: 'ADULT', seatClass: 'STANDARD', text: '85.50' });
  expect(typed.filter(({ text }) => text !== '')).toHaveLength(1);
});

test.each([
  ['85', 'MXN', 8_500],
  [' 85.5 ', 'MXN', 8_550],
  ['85,50', 'MXN', 8_550],
  ['0', 'MXN', 0],
  ['5400', 'CLP', 5_400],
  ['16000', 'COP', 1_600_000],
  ['5400.5', 'CLP', undefined],
  ['85.505', 'MXN', undefined],
  ['-1', 'MXN', undefined],
  ['99999999', 'MXN', undefined],
  ['much', 'MXN', undefined],
])('%s in %s', (text, currency, amount) => {
  expect(minorFrom(text, currency)).toBe(amount);
});

test('what is empty is not sold, and what is no amount stops all', () => {
  const [adult, child] = typedFrom(example('one', 'IMAX'), ['STANDARD']);
  if (!adult || !child) throw new Error('There are fields for both.');
  const sold = { category: 'ADULT', seatClass: 'STANDARD', amountMinor: 8_500, currency: 'MXN' };
  expect(pricesFrom([adult, child], 'MXN')).toEqual([sold]);
  expect(pricesFrom([adult, { ...child, text: 'free' }], 'MXN')).toBeUndefined();
});

test.each([
  ['2026-11-30', '2026-11-30'],
  ['2026-12-06', '2026-11-30'],
  ['2026-12-07', '2026-12-07'],
])('the week of %s begins on %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

test('weeks to fill begin with the next', () => {
  expect(targetsFrom('2026-12-03').slice(0, 2)).toEqual(['2026-12-07', '2026-12-14']);
});
