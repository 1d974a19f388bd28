/** Times by a cinema's clocks. Moments are milliseconds since 1970, and days are as `2026-11-29`. */
import { addDays } from '../../text/formats';

export const MINUTE = 60_000;

/** The hour at which a cinema's day begins, as in `businessDayIn`. */
const DAY_BEGINS = 5;

/**
 * The moment at which the clocks show this time (`18:05`) on a cinema's day; a time before five is in the
 * night that follows. Of two such moments it is the first. Where clocks skip the time, it is later by the gap.
 */
export function momentOf(day: string, time: string, zone: string): number {
  const date = Number(time.slice(0, 2)) < DAY_BEGINS ? addDays(day, 1) : day;
  const shown = Date.parse(`${date}T${time}:00Z`);
  const before = offsetAt(shown - 24 * 60 * MINUTE, zone);
  const after = offsetAt(shown + 24 * 60 * MINUTE, zone);
  const found = [shown - before, shown - after].filter((moment) => moment + offsetAt(moment, zone) === shown);
  return found.length > 0 ? Math.min(...found) : shown - before;
}

/** What the clocks show at a moment, as `18:05`. */
export function timeAt(moment: number, zone: string): string {
  return new Date(moment + offsetAt(moment, zone)).toISOString().slice(11, 16);
}

/** When a cinema's day begins, and when the next one does: 24 hours later, except when clocks change. */
export function boundsOf(day: string, zone: string): { from: number; until: number } {
  const opening = `0${DAY_BEGINS}:00`;
  return { from: momentOf(day, opening, zone), until: momentOf(addDays(day, 1), opening, zone) };
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(moment);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}
