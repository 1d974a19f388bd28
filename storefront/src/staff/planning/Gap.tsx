import type { ReactNode } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { positionOf } from './positions';
import type { Span } from './slots';

interface Properties {
  gap: Span;
  shown: Span;
  time: string;
  onSchedule: (gap: Span) => void;
}

/** A free time, to schedule a showtime there. */
export function Gap({ gap, shown, time, onSchedule }: Properties): ReactNode {
  const { own } = usePlanningText();
  return (
    <li className="gap" style={positionOf(gap, shown)}>
      <button
        type="button"
        onClick={() => {
          onSchedule(gap);
        }}
      >
        <span aria-hidden="true">+</span> {own('scheduleAt', { time })}
      </button>
    </li>
  );
}
