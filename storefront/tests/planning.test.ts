import { describe, expect, test } from 'vitest';
import { boundsOf, momentOf, timeAt } from '../src/staff/planning/clocks';
import { dragged, problemsOf, stepOf, stepped, whyFixed } from '../src/staff/planning/moves';
import {
  conflictsOf,
  firstFree,
  freeFrom,
  gapsOf,
  lengthOf,
  movedTo,
  shownOf,
  type Planned,
} from '../src/staff/planning/slots';
import { businessDayIn } from '../src/text/formats';

const DAY = '2026-11-30';
const BOGOTA = 'America/Bogota';

function at(time: string, day = DAY): number {
  return momentOf(day, time, BOGOTA);
}

function showtime(id: string, from: string, until: string, auditoriumId = 'one'): Planned {
  return { id, auditoriumId, from: at(from), until: at(until) };
}

describe('the clocks of a cinema', () => {
  test.each([
    ['18:05', BOGOTA, '2026-11-30T23:05:00Z'],
    ['04:55', BOGOTA, '2026-12-01T09:55:00Z'],
    ['05:00', BOGOTA, '2026-11-30T10:00:00Z'],
    ['00:30', 'Asia/Kolkata', '2026-11-30T19:00:00Z'],
  ])('%s in %s', (time, zone, moment) => {
    expect(new Date(momentOf(DAY, time, zone))).toEqual(new Date(moment));
    expect(timeAt(momentOf(DAY, time, zone), zone)).toBe(time);
  });

  test('a time that is shown twice is the first of the two', () => {
    expect(new Date(momentOf('2026-10-24', '02:30', 'Europe/Madrid'))).toEqual(new Date('2026-10-25T00:30:00Z'));
  });

  test('a time that is skipped is later by the gap', () => {
    const moment = momentOf('2026-03-28', '02:30', 'Europe/Madrid');
    expect(timeAt(moment, 'Europe/Madrid')).toBe('03:30');
  });

  test.each([
    ['2026-10-24', 25],
    ['2026-03-28', 23],
    [DAY, 24],
  ])('the day %s has %s hours', (day, hours) => {
    const { from, until } = boundsOf(day, 'Europe/Madrid');
    expect((until - from) / 3_600_000).toBe(hours);
  });

  test('a day begins when the day before ends', () => {
    const { from, until } = boundsOf(DAY, BOGOTA);
    expect([from - 1, from, until - 1].map((moment) => businessDayIn(BOGOTA, moment))).toEqual(['2026-11-29', DAY, DAY]);
  });
});

describe('slots of an auditorium', () => {
  const coco = showtime('coco', '18:00', '20:00');

  test.each([
    ['20:15', []],
    ['20:10', ['coco']],
    ['15:45', []],
    ['15:50', ['coco']],
  ])('two hours from %s are in the way of %s', (from, ids) => {
    const other = movedTo(showtime('other', '12:00', '14:00'), at(from));
    expect(conflictsOf(other, [coco]).map(({ id }) => id)).toEqual(ids);
  });

  test('a slot is taken as a whole', () => {
    // Cleaned at 20:16, in the slot that ends at 20:20.
    const long = showtime('long', '18:00', '20:01');
    expect(conflictsOf(showtime('other', '20:16', '22:00'), [long])).toEqual([long]);
    expect(conflictsOf(showtime('other', '20:20', '22:00'), [long])).toEqual([]);
  });

  test('neither itself nor another auditorium is in the way', () => {
    const others = [coco, showtime('else', '18:00', '20:00', 'two')];
    expect(conflictsOf(movedTo(coco, at('18:30')), others)).toEqual([]);
  });

  test('trailers are a part of the length', () => {
    expect(lengthOf(107)).toBe(117 * 60_000);
    expect(freeFrom(at('20:00'))).toBe(at('20:15'));
  });

  test('the first free beginning is after what is in the way', () => {
    const day = { from: at('16:02'), until: at('23:00') };
    expect(firstFree(showtime('new', '10:00', '12:00'), [coco], day)).toBe(at('20:15'));
    expect(firstFree(showtime('new', '10:00', '11:40'), [coco], day)).toBe(at('16:05'));
  });

  test('there may be no free beginning', () => {
    const day = { from: at('17:00'), until: at('20:00') };
    expect(firstFree(showtime('new', '10:00', '12:00'), [coco], day)).toBeUndefined();
  });

  test('gaps are free for at least an hour', () => {
    const shown = { from: at('17:30'), until: at('23:00') };
    expect(gapsOf(shown, [coco])).toEqual([{ from: at('20:15'), until: at('23:00') }]);
    expect(gapsOf(shown, [])).toEqual([shown]);
  });

  test('a board shows whole hours, and all that is planned', () => {
    const bounds = boundsOf(DAY, BOGOTA);
    expect(shownOf(bounds, [])).toEqual({ from: at('10:00'), until: at('01:00') });
    const early = showtime('early', '08:20', '10:00');
    const late = showtime('late', '01:00', '03:00');
    expect(shownOf(bounds, [early, late])).toEqual({ from: at('08:00'), until: at('04:00') });
    expect(shownOf(bounds, [showtime('last', '04:00', '04:55')]).until).toBe(bounds.until);
  });
});

describe('moving a showtime', () => {
  const coco = showtime('coco', '18:00', '20:00');
  const moana = showtime('moana', '20:15', '22:00');
  const bounds = boundsOf(DAY, BOGOTA);

  test('what has begun or is booked stays', () => {
    expect(whyFixed(coco, 0, at('17:59'))).toBeUndefined();
    expect(whyFixed(coco, undefined, at('17:59'))).toBeUndefined();
    expect(whyFixed(coco, 1, at('17:59'))).toBe('booked');
    expect(whyFixed(coco, 1, at('18:00'))).toBe('begun');
  });

  test('problems are known before anybody is asked', () => {
    const taken = [coco, moana];
    expect(problemsOf(movedTo(coco, at('17:55')), taken, at('12:00'))).toBeUndefined();
    expect(problemsOf(movedTo(coco, at('18:05')), taken, at('12:00'))).toEqual({ isPast: false, conflicts: [moana] });
    expect(problemsOf(movedTo(coco, at('11:00')), taken, at('12:00'))).toEqual({ isPast: true, conflicts: [] });
  });

  test.each([
    ['ArrowUp', '17:55'],
    ['ArrowDown', '18:05'],
    ['PageUp', '17:00'],
    ['PageDown', '19:00'],
  ])('%s leads to %s', (key, time) => {
    expect(stepped(coco.from, stepOf(key) ?? 0, bounds)).toBe(at(time));
  });

  test('other keys move nothing', () => {
    expect(stepOf('Enter')).toBeUndefined();
  });

  test('a step ends in a slot, and on the same day', () => {
    expect(stepped(at('18:03'), stepOf('ArrowDown') ?? 0, bounds)).toBe(at('18:10'));
    expect(stepped(at('05:30'), stepOf('PageUp') ?? 0, bounds)).toBe(bounds.from);
    expect(stepped(at('04:30'), stepOf('PageDown') ?? 0, bounds)).toBe(at('04:55'));
  });

  test('a showtime is dragged inside what is shown', () => {
    const shown = { from: at('10:00'), until: at('23:00') };
    const minutes = (count: number): number => count * 60_000;
    expect(dragged(coco, minutes(33), shown)).toBe(at('18:35'));
    expect(dragged(coco, minutes(-900), shown)).toBe(at('10:00'));
    expect(dragged(coco, minutes(900), shown)).toBe(at('20:45'));
  });
});
