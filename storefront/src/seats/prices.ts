import type { SeatClass, ShowtimeQuery, TicketCategory } from '../gql/graphql';

type Prices = NonNullable<ShowtimeQuery['showtime']>['prices'];
export type Money = Prices[number]['price'];

export const CATEGORIES: readonly TicketCategory[] = ['ADULT', 'CHILD', 'STUDENT', 'SENIOR'];

/** What a seat of this class costs for this category; nothing when it is not sold so. */
export function priceOf(prices: Prices, seatClass: SeatClass, category: TicketCategory): Money | undefined {
  return prices.find((each) => each.seatClass === seatClass && each.category === category)?.price;
}

/** The prices together; nothing when one is not known, or there are none. */
export function sumOf(prices: readonly (Money | undefined)[]): Money | undefined {
  return prices.reduce((sum, price) => {
    if (!sum || !price) return undefined;
    return { ...price, amountMinor: sum.amountMinor + price.amountMinor };
  }, prices[0] && { ...prices[0], amountMinor: 0 });
}
