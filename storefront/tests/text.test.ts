import { describe, expect, test } from 'vitest';
import { chinese as accountInChinese } from '../src/text/account/cn';
import { english as account } from '../src/text/account/en';
import { spanish as accountInSpanish } from '../src/text/account/es';
import { malay as accountInMalay } from '../src/text/account/ms';
import { fill, type Plural, type Texts } from '../src/text/catalogue';
import { chinese } from '../src/text/cn';
import { english } from '../src/text/en';
import { spanish } from '../src/text/es';
import { addDays, formats, todayIn } from '../src/text/formats';
import { malay } from '../src/text/ms';
import { chinese as staffInChinese } from '../src/text/staff/cn';
import { english as staff } from '../src/text/staff/en';
import { spanish as staffInSpanish } from '../src/text/staff/es';
import { malay as staffInMalay } from '../src/text/staff/ms';
import { chinese as planningInChinese } from '../src/text/staff/planning/cn';
import { english as planning } from '../src/text/staff/planning/en';
import { spanish as planningInSpanish } from '../src/text/staff/planning/es';
import { malay as planningInMalay } from '../src/text/staff/planning/ms';

function names(entry: string | Plural): string[] {
  const texts = typeof entry === 'string' ? [entry] : Object.values(entry);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')))].sort();
}

describe.each<[string, Texts, Texts]>([
  ['Spanish', english, spanish],
  ['Malay', english, malay],
  ['Chinese', english, chinese],
  ['Spanish, account', account, accountInSpanish],
  ['Malay, account', account, accountInMalay],
  ['Chinese, account', account, accountInChinese],
  ['Spanish, staff', staff, staffInSpanish],
  ['Malay, staff', staff, staffInMalay],
  ['Chinese, staff', staff, staffInChinese],
  ['Spanish, planning', planning, planningInSpanish],
  ['Malay, planning', planning, planningInMalay],
  ['Chinese, planning', planning, planningInChinese],
])('%s', (_, original, catalogue) => {
  test.each(Object.entries(original))('%s asks for the same values', (key, entry) => {
    expect(names(catalogue[key] ?? '')).toEqual(names(entry));
  });
});

test('a text is filled with its values', () => {
  expect(fill('From {day}', { day: 'Friday' }, 'en')).toBe('From Friday');
});

test('money in words has the name of its currency', () => {
  expect(formats('en').moneyInWords({ amountMinor: 5_400, currency: 'CLP' })).toBe('5,400 Chilean pesos');
  expect(formats('es').moneyInWords({ amountMinor: 12_050, currency: 'MXN' })).toBe('120,50 pesos mexicanos');
});

test('a plural form is chosen by the language', () => {
  const seats = { one: '{count} seat', other: '{count} seats' };
  expect([1, 2, 1000].map((count) => fill(seats, { count }, 'en'))).toEqual(['1 seat', '2 seats', '1,000 seats']);
});

test('money has the digits of its currency', () => {
  const { money } = formats('en');
  expect(money({ amountMinor: 12_050, currency: 'MXN' })).toContain('120.50');
  expect(money({ amountMinor: 12_000, currency: 'MXN' })).toMatch(/120$/);
  expect(money({ amountMinor: 5_400, currency: 'CLP' })).toContain('5,400');
  expect(money({ amountMinor: 1_600_000, currency: 'COP' })).toMatch(/\D16,000$/);
  expect(money({ amountMinor: 1_600_050, currency: 'COP' })).toContain('16,000.50');
  expect(money({ amountMinor: 1_500, currency: 'KWD' })).toContain('1.500');
});

test('a time is told as the clocks of the cinema show it', () => {
  expect(formats('en-GB').time('2026-11-29T20:00:00Z', 'America/Mexico_City')).toBe('14:00');
});

test('today is the day of the cinema', () => {
  const now = new Date('2026-11-29T03:00:00Z');
  expect(todayIn('America/Bogota', now)).toBe('2026-11-28');
  expect(todayIn('Asia/Singapore', now)).toBe('2026-11-29');
});

test('days are added across months', () => {
  expect(addDays('2026-11-29', 3)).toBe('2026-12-02');
});
