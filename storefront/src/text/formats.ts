/** Numbers, money, days and times as a language writes them. */
export interface Sum {
  /** In the smallest unit of the currency. */
  amountMinor: number;
  currency: string;
}

export interface Formats {
  money: (sum: Sum) => string;
  /** As it is said, such as "5,400 Chilean pesos". */
  moneyInWords: (sum: Sum) => string;
  /** The time of day at the cinema. */
  time: (moment: string, zone: string) => string;
  /** A moment's day at the cinema, such as "Sunday, 29 November". */
  day: (moment: string, zone: string) => string;
  /** A day that has no time, such as a release: "29 Nov 2026". */
  date: (day: string) => string;
  /** A day for a strip of days: its weekday and its number. */
  dayInStrip: (day: string) => { weekday: string; number: string; month: string };
  /** Day and time of something in the past, where the person is. */
  moment: (moment: string) => string;
  language: (tag: string) => string;
  minutes: (count: number) => string;
  /** A share from 0 to 1, such as "48%". */
  percent: (share: number) => string;
  list: (items: string[]) => string;
}

export function formats(locale: string): Formats {
  const inZone = (moment: string, zone: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(moment));
  const ofDay = (day: string, options: Intl.DateTimeFormatOptions): string => inZone(`${day}T12:00:00Z`, 'UTC', options);
  const languageNames = new Intl.DisplayNames(locale, { type: 'language' });
  const ofMoney = ({ amountMinor, currency }: Sum, currencyDisplay: 'narrowSymbol' | 'name'): string => {
    const digits = digitsOf(currency);
    const amount = amountMinor / 10 ** digits;
    // Whole amounts are shorter without their zeros.
    const shown = Number.isInteger(amount) ? 0 : digits;
    const fraction = { minimumFractionDigits: shown, maximumFractionDigits: shown };
    return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay, ...fraction }).format(amount);
  };
  return {
    money: (sum) => ofMoney(sum, 'narrowSymbol'),
    moneyInWords: (sum) => ofMoney(sum, 'name'),
    time: (moment, zone) => inZone(moment, zone, { hour: 'numeric', minute: '2-digit' }),
    day: (moment, zone) => inZone(moment, zone, { weekday: 'long', day: 'numeric', month: 'long' }),
    date: (day) => ofDay(day, { day: 'numeric', month: 'short', year: 'numeric' }),
    dayInStrip: (day) => ({
      weekday: ofDay(day, { weekday: 'short' }),
      number: ofDay(day, { day: 'numeric' }).replace(/\D+/g, ''),
      month: ofDay(day, { month: 'short' }),
    }),
    moment: (moment) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment)),
    language: (tag) => languageNames.of(tag) ?? tag,
    minutes: (count) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(count),
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    list: (items) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(items),
  };
}

const NO_DIGITS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND';

/** How many digits a currency's minor unit has by ISO 4217. `Intl` counts those that people write: none in Colombia. */
export function digitsOf(currency: string): number {
  if (NO_DIGITS.includes(currency)) return 0;
  return THREE_DIGITS.includes(currency) ? 3 : 2;
}

/** The calendar day it is now in a zone, as `2026-11-29`. */
export function todayIn(zone: string, now: Date | number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
}

/** The hour at which a cinema's day begins: a showtime at 00:30 belongs to the evening before. */
const DAY_BEGINS = 5;

/** The cinema's own day at that moment, as `2026-11-29`. */
export function businessDayIn(zone: string, now: Date | number): string {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(now));
  const day = todayIn(zone, now);
  return hour < DAY_BEGINS ? addDays(day, -1) : day;
}

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}
