import type { ReactNode } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Problems } from './moves';
import { freeFrom, type Planned } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Words } from './useWords';

interface Properties {
  place: Planned;
  problems: Problems<BoardShowtime> | undefined;
  words: Words;
}

/** When a showtime would be, and what is in its way, said as it changes. */
export function Place({ place, problems, words }: Properties): ReactNode {
  const { own } = usePlanningText();
  const times = own('times', { from: words.time(place.from), until: words.time(place.until) });
  return (
    <div className={`notice ${problems ? 'bad' : ''}`} role="status">
      <p>
        <strong>{times}</strong> · {own('cleaning', { time: words.time(freeFrom(place.until)) })}
        <br />
        {problems ? words.ofProblems(problems) : own('fits')}
      </p>
    </div>
  );
}
