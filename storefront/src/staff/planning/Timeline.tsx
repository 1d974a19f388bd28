import type { CSSProperties, ReactNode } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { Block } from './Block';
import { MINUTE } from './clocks';
import { freeFrom, type Span } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Moving, Said } from './useMoving';
import type { Words } from './useWords';

/** Where something is on the board: minutes from its top, and how many it takes. */
export function placed({ from, until }: Span, shown: Span): CSSProperties {
  return { '--at': (from - shown.from) / MINUTE, '--long': (until - from) / MINUTE } as CSSProperties;
}

export interface TimelineProperties {
  planned: BoardShowtime[];
  /** The cinema's day. */
  bounds: Span;
  /** The part of it that is shown. */
  shown: Span;
  zone: string;
  now: number;
  words: Words;
  moving: Moving;
  say: (said: Said | undefined) => void;
}

/** The hours from top to bottom, with the showtimes in their places. */
export function Timeline({ label, ...properties }: TimelineProperties & { label: string }): ReactNode {
  const { own } = usePlanningText();
  const { planned, shown, now, words, moving } = properties;
  const hours = Array.from({ length: Math.ceil((shown.until - shown.from) / (60 * MINUTE)) }, (_, hour) => shown.from + hour * 60 * MINUTE);
  const { wanted } = moving;
  const before = planned.find(({ id }) => id === wanted?.showtime.id);
  return (
    <div className="timeline" style={placed(shown, shown)}>
      <div className="timeline-hours" aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} style={placed({ from: hour, until: hour }, shown)}>
            {words.time(hour)}
          </span>
        ))}
      </div>
      <ol className="timeline-lane" aria-label={label}>
        {planned.map((showtime) => (
          <Block key={showtime.id} showtime={showtime} {...properties} />
        ))}
      </ol>
      {before && wanted && !wanted.isMoved && (
        <div className="ghost" aria-hidden="true" style={placed({ from: before.from, until: freeFrom(before.until) }, shown)} />
      )}
      {now > shown.from && now < shown.until && (
        <div className="timeline-now" style={placed({ from: now, until: now }, shown)}>
          <span>{own('now')}</span>
        </div>
      )}
    </div>
  );
}
