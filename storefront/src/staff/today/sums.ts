/** What a day's showtimes come to. */
interface Sum {
  amountMinor: number;
  currency: string;
}

interface Sold {
  capacity: number;
  seatsBooked: number;
  seatsHeld: number;
  seatsAdmitted: number;
  takings: Sum;
}

export interface OneShowtime {
  status: 'CANCELLED' | 'SCHEDULED';
  sales?: Sold | null;
}

export interface DaySums {
  capacity: number;
  booked: number;
  admitted: number;
  /** One sum for each currency, in the order of their codes. */
  takings: Sum[];
}

/**
 * Seats of the showtimes that take place, and the takings of all: a cancelled one may keep some.
 * Undefined while one of them is not known, since the sum would be wrong.
 */
export function sumsOf(showtimes: OneShowtime[]): DaySums | undefined {
  const takings = new Map<string, number>();
  const sums: DaySums = { capacity: 0, booked: 0, admitted: 0, takings: [] };
  for (const { status, sales } of showtimes) {
    if (!sales) return undefined;
    const { amountMinor, currency } = sales.takings;
    takings.set(currency, (takings.get(currency) ?? 0) + amountMinor);
    if (status === 'CANCELLED') continue;
    sums.capacity += sales.capacity;
    sums.booked += sales.seatsBooked;
    sums.admitted += sales.seatsAdmitted;
  }
  sums.takings = [...takings]
    .map(([currency, amountMinor]) => ({ amountMinor, currency }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
  return sums;
}

/** How much of the whole, from 0 to 1; nothing of nothing is 0. */
export function shareOf(count: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, count / whole);
}
