/** The seats that somebody has chosen, kept in the tab: a login on the way does not lose them. */
import type { TicketCategory } from '../gql/graphql';

export type Chosen = Readonly<Record<string, TicketCategory>>;

export function keptChoice(showtimeId: string): Chosen {
  return JSON.parse(sessionStorage.getItem(`seats:${showtimeId}`) ?? '{}') as Chosen;
}

export function keepChoice(showtimeId: string, chosen: Chosen): void {
  sessionStorage.setItem(`seats:${showtimeId}`, JSON.stringify(chosen));
}

/** The choice with a seat more, or without it. */
export function toggled(chosen: Chosen, seatId: string): Chosen {
  const { [seatId]: category, ...others } = chosen;
  return category ? others : { ...chosen, [seatId]: 'ADULT' };
}
