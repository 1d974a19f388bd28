/** Whether a showtime may be moved, and to where. */
import { MINUTE } from './clocks';
import { conflictsOf, freeFrom, nearestSlot, SLOT, type Planned, type Span } from './slots';

/** Why a showtime stays where it is: it has begun, or tickets are sold for it. */
export type Fixed = 'begun' | 'booked';

/** Why a showtime cannot be moved at all, as far as that is known before asking. */
export function whyFixed(showtime: Planned, bookingCount: number | undefined, now: number): Fixed | undefined {
  if (showtime.from <= now) return 'begun';
  return bookingCount ? 'booked' : undefined;
}

/** What is wrong with a place in the schedule. */
export interface Problems<Showtime> {
  isPast: boolean;
  conflicts: Showtime[];
}

/** What is wrong with a place, before anybody is asked; undefined when nothing is. */
export function problemsOf<Showtime extends Planned>(
  one: Planned,
  taken: readonly Showtime[],
  now: number,
): Problems<Showtime> | undefined {
  const conflicts = conflictsOf(one, taken);
  const isPast = one.from <= now;
  return isPast || conflicts.length > 0 ? { isPast, conflicts } : undefined;
}

/** How far a key moves a showtime, in milliseconds; undefined for a key that moves nothing. */
export function stepOf(key: string): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return -SLOT;
    case 'ArrowDown':
      return SLOT;
    case 'PageUp':
      return -60 * MINUTE;
    case 'PageDown':
      return 60 * MINUTE;
    default:
      return undefined;
  }
}

/** The beginning of the slot to which a step leads, on the same day. */
export function stepped(from: number, step: number, day: Span): number {
  const last = Math.ceil(day.until / SLOT - 1) * SLOT;
  return Math.min(Math.max(nearestSlot(from + step), day.from), last);
}

/** Where a showtime is while it is dragged: in a slot, and inside what the board shows. */
export function dragged(showtime: Planned, by: number, shown: Span): number {
  const latest = shown.until - (freeFrom(showtime.until) - showtime.from);
  return nearestSlot(Math.max(shown.from, Math.min(showtime.from + by, latest)));
}
