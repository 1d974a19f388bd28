import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { ShowtimeSalesDocument } from '../gql/graphql';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { stepOf, stepped, whyFixed, type Fixed } from './moves';
import { positionOf } from './positions';
import { freeFrom } from './slots';
import type { TimelineProperties } from './Timeline';
import type { BoardShowtime } from './useBoardDay';
import { useDrag } from './useDrag';

interface Properties extends TimelineProperties {
  showtime: BoardShowtime;
}

/** A showtime in its place, with the cleaning after it; it can be dragged, and moved by keys. */
export function Block({ showtime, bounds, shown, now, words, moving, say, onOpen }: Properties): ReactNode {
  const { own, t, format } = usePlanningText();
  const help = useId();
  const { data } = useAnswer(ShowtimeSalesDocument, { id: showtime.id });
  const bookings = data?.showtime?.sales?.bookingCount;
  const fixed = whyFixed(showtime, bookings, now);
  const wanted = moving.wanted?.showtime.id === showtime.id ? moving.wanted : undefined;
  const place = wanted?.showtime ?? showtime;
  const sayWhyFixed = (why: Fixed): void => {
    const movie = showtime.movie.title;
    moving.leave();
    say({
      text: why === 'begun' ? own('fixed.begun', { movie }) : own('fixed.booked', { movie, count: bookings ?? 0 }),
      isGood: false,
    });
  };
  const drag = useDrag({ showtime, shown, moving, fixed, onFixed: sayWhyFixed });

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key);
    if (step !== undefined) {
      event.preventDefault();
      if (fixed) sayWhyFixed(fixed);
      else moving.put(showtime, stepped(place.from, step, bounds));
    } else if (wanted && !wanted.isMoved && event.key === 'Enter') {
      event.preventDefault();
      void moving.send();
    } else if (wanted && event.key === 'Escape') moving.leave();
  };
  const sound = format.language(showtime.audioLanguage);
  const facts = [
    t(`format.${showtime.format}`),
    showtime.subtitleLanguage
      ? t('showtime.subtitled', { sound, subtitles: format.language(showtime.subtitleLanguage) })
      : sound,
  ];
  const isInTheWay = moving.wanted?.problems?.conflicts.some(({ id }) => id === showtime.id);
  const state = [isInTheWay && 'in-the-way', fixed && 'fixed', wanted && 'moving', wanted?.problems && 'blocked', drag.isDragged && 'dragged'];
  return (
    <li
      className={['block', ...state].filter(Boolean).join(' ')}
      style={positionOf({ from: place.from, until: freeFrom(place.until) }, shown)}
    >
      <button
        type="button"
        className="block-face"
        data-showtime={showtime.id}
        aria-describedby={help}
        onKeyDown={onKeyDown}
        {...drag.handlers}
        onClick={() => {
          moving.leave();
          onOpen(showtime);
        }}
      >
        <span className="block-words">
          <strong>{showtime.movie.title}</strong>
          <span className="block-times">
            {own('times', { from: words.time(place.from), until: words.time(place.until) })}
          </span>
          <span>{facts.join(' · ')}</span>
          {bookings !== undefined && <span>{own('bookings', { count: bookings })}</span>}
        </span>
        {!fixed && (
          <span className="block-grip" aria-hidden="true" data-grip="">
            ⠿
          </span>
        )}
      </button>
      <p className="block-cleaning">{own('cleaning', { time: words.time(freeFrom(place.until)) })}</p>
      <p className="unseen" id={help}>
        {own(fixed ? `help.${fixed}` : 'help.free')}
      </p>
    </li>
  );
}
