/** The prices of a new showtime: copied from one that is like it, and typed in whole units of money. */
import { CATEGORIES } from '../../seats/prices';
import { digitsOf } from '../../text/formats';
import type { PriceExamplesQuery, ScreenFormat, SeatClass, TicketCategory } from '../gql/graphql';

export type Example = NonNullable<PriceExamplesQuery['cinema']>['showtimes']['edges'][number]['node'];

/** One price as it is typed: a text, because somebody is still typing. */
export interface TypedPrice {
  category: TicketCategory;
  seatClass: SeatClass;
  text: string;
}

export interface Price {
  category: TicketCategory;
  seatClass: SeatClass;
  amountMinor: number;
  currency: string;
}

/** The largest number that the API takes. */
const LARGEST = 2 ** 31 - 1;

/** The showtime whose prices are copied: of the same auditorium and format, or else as near to that as there is. */
export function exampleFor(examples: readonly Example[], auditoriumId: string, format: ScreenFormat | undefined): Example | undefined {
  const likeness = (one: Example): number => Number(one.auditorium.id === auditoriumId) * 2 + Number(one.format === format);
  return examples.toSorted((a, b) => likeness(b) - likeness(a))[0];
}

/** A field for each class and category; a text where the example has a price. */
export function typedFrom(example: Example | undefined, classes: readonly SeatClass[]): TypedPrice[] {
  return classes.flatMap((seatClass) =>
    CATEGORIES.map((category) => {
      const known = example?.prices.find((each) => each.seatClass === seatClass && each.category === category);
      return { seatClass, category, text: known ? textOf(known.price) : '' };
    }),
  );
}

/** The prices that are typed, in minor units; undefined when a text is no amount. What is empty is not sold. */
export function pricesFrom(typed: readonly TypedPrice[], currency: string): Price[] | undefined {
  const prices = typed
    .filter(({ text }) => text.trim() !== '')
    .map(({ seatClass, category, text }) => ({ seatClass, category, currency, amountMinor: minorFrom(text, currency) }));
  return prices.every((each): each is Price => each.amountMinor !== undefined) ? prices : undefined;
}

/** An amount in minor units, from a text such as `85` or `85.50` or `85,5`; undefined when it is none. */
export function minorFrom(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text.trim()) ?? [];
  if (whole === '' || fraction.length > digits) return undefined;
  const amount = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0');
  return amount <= LARGEST ? amount : undefined;
}

function textOf({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const digits = digitsOf(currency);
  const amount = amountMinor / 10 ** digits;
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(digits);
}
