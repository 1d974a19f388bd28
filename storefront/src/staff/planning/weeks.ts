/** Weeks to copy: from Monday to Sunday, by the cinema's days. */
import { addDays } from '../../text/formats';

/** How many weeks ahead a week can be copied to. */
const WEEKS = 12;

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The Mondays of the weeks to which something may be copied: each takes what the week before it has. */
export function targetsFrom(today: string): string[] {
  const monday = mondayOf(today);
  return Array.from({ length: WEEKS }, (_, week) => addDays(monday, 7 * (week + 1)));
}
