/** How showtimes take an auditorium: in slots of five minutes, until it is cleaned. */
import { MINUTE } from './clocks';

export const SLOT = 5 * MINUTE;
const TRAILERS = 10 * MINUTE;
const CLEANING = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** A showtime's time in an auditorium; `from` and `until` are moments, and cleaning follows. */
export interface Planned {
  id: string;
  auditoriumId: string;
  from: number;
  until: number;
}

/** From one moment until another. */
export interface Span {
  from: number;
  until: number;
}

/** How long trailers and movie last, in milliseconds. */
export function lengthOf(runtimeMinutes: number): number {
  return TRAILERS + runtimeMinutes * MINUTE;
}

/** When the next audience may come in. */
export function freeFrom(until: number): number {
  return until + CLEANING;
}

/** The same showtime, beginning at another moment. */
export function movedTo<Showtime extends Planned>(showtime: Showtime, from: number): Showtime {
  return { ...showtime, from, until: from + showtime.until - showtime.from };
}

/** The beginning of the slot that is nearest. */
export function nearestSlot(moment: number): number {
  return Math.round(moment / SLOT) * SLOT;
}

/** The showtimes with which another cannot take place: they share an auditorium and a slot. */
export function conflictsOf<Showtime extends Planned>(one: Planned, others: readonly Showtime[]): Showtime[] {
  const slots = slotsOf(one);
  return others.filter((other) => {
    if (other.id === one.id || other.auditoriumId !== one.auditoriumId) return false;
    const taken = slotsOf(other);
    return slots.first < taken.afterLast && taken.first < slots.afterLast;
  });
}

/** The first beginning in a span at which nothing is in the way; undefined where there is none. */
export function firstFree(one: Planned, others: readonly Planned[], span: Span): number | undefined {
  for (let from = Math.ceil(span.from / SLOT) * SLOT; from < span.until; from += SLOT) {
    if (conflictsOf(movedTo(one, from), others).length === 0) return from;
  }
  return undefined;
}

/** What a board shows of a day: the hours when cinemas are open, and all that is planned. */
export function shownOf(day: Span, planned: readonly Planned[]): Span {
  const begins = [day.from + 5 * HOUR, ...planned.map(({ from }) => from)];
  const ends = [day.from + 20 * HOUR, ...planned.map(({ until }) => freeFrom(until))];
  // Whole hours of the cinema's clocks, which some zones have at other minutes than UTC.
  const fromHours = Math.floor((Math.min(...begins) - day.from) / HOUR);
  const untilHours = Math.ceil((Math.max(...ends) - day.from) / HOUR);
  return {
    from: Math.max(day.from, day.from + fromHours * HOUR),
    until: Math.min(day.until, day.from + untilHours * HOUR),
  };
}

/** The spans between showtimes in which another would fit, at least an hour each. */
export function gapsOf(shown: Span, planned: readonly Planned[]): Span[] {
  const gaps: Span[] = [];
  let from = shown.from;
  for (const each of planned.toSorted((a, b) => a.from - b.from)) {
    gaps.push({ from, until: each.from });
    from = Math.max(from, Math.ceil(freeFrom(each.until) / SLOT) * SLOT);
  }
  gaps.push({ from, until: shown.until });
  return gaps.filter((gap) => gap.until - gap.from >= HOUR);
}

function slotsOf({ from, until }: Span): { first: number; afterLast: number } {
  return { first: Math.floor(from / SLOT), afterLast: Math.ceil(freeFrom(until) / SLOT) };
}
