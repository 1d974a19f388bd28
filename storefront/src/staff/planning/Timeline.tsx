import type { ReactNode } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { Block } from './Block';
import { MINUTE } from './clocks';
import { Gap } from './Gap';
import { positionOf } from './positions';
import { freeFrom, gapsOf, type Span } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Moving, Said } from './useMoving';
import type { Words } from './useWords';

const HOUR = 60 * MINUTE;

export interface TimelineProperties {
  planned: BoardShowtime[];
  /** The cinema's day. */
  bounds: Span;
  /** The part of it that is shown. */
  shown: Span;
  now: number;
  words: Words;
  moving: Moving;
  say: (said: Said | undefined) => void;
  onOpen: (showtime: BoardShowtime) => void;
  onSchedule: (gap: Span) => void;
}

/** The hours from top to bottom, with the showtimes in their places and a way to fill what is free. */
export function Timeline({ label, ...properties }: TimelineProperties & { label: string }): ReactNode {
  const { own } = usePlanningText();
  const { planned, shown, now, words, moving, onSchedule } = properties;
  const hours = Array.from({ length: Math.ceil((shown.until - shown.from) / HOUR) }, (_, hour) => shown.from + hour * HOUR);
  const gaps = gapsOf({ from: Math.max(shown.from, now), until: shown.until }, planned);
  const { wanted } = moving;
  const before = planned.find(({ id }) => id === wanted?.showtime.id);
  const places = [
    ...planned.map((showtime) => ({
      from: showtime.from,
      node: <Block key={showtime.id} showtime={showtime} {...properties} />,
    })),
    ...gaps.map((gap) => ({
      from: gap.from,
      node: <Gap key={`gap ${gap.until}`} gap={gap} shown={shown} time={words.time(gap.from)} onSchedule={onSchedule} />,
    })),
  ];
  return (
    <div className="timeline" style={positionOf(shown, shown)}>
      <div className="timeline-hours" aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} style={positionOf({ from: hour, until: hour }, shown)}>
            {words.time(hour)}
          </span>
        ))}
      </div>
      <ol className="timeline-lane" aria-label={label}>
        {places.toSorted((a, b) => a.from - b.from).map(({ node }) => node)}
      </ol>
      {before && wanted && !wanted.isMoved && (
        <div className="ghost" aria-hidden="true" style={positionOf({ from: before.from, until: freeFrom(before.until) }, shown)} />
      )}
      {now > shown.from && now < shown.until && (
        <div className="timeline-now" style={positionOf({ from: now, until: now }, shown)}>
          <span>{own('now')}</span>
        </div>
      )}
    </div>
  );
}
