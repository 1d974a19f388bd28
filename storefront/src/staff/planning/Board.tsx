import { useMemo, useState, type ReactNode } from 'react';
import { FailureNotice } from '../../design/parts';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Cinema } from '../CinemaChoice';
import type { AuditoriumsQuery } from '../gql/graphql';
import { Dialogs, type Open } from './Dialogs';
import { boundsOf } from './clocks';
import { MoveBar } from './MoveBar';
import { shownOf } from './slots';
import { Timeline } from './Timeline';
import { useBoardDay } from './useBoardDay';
import { useMoving, type Said } from './useMoving';
import { useWords } from './useWords';

export type Auditorium = NonNullable<AuditoriumsQuery['cinema']>['auditoriums'][number];

interface Properties {
  cinema: Cinema;
  auditoriums: Auditorium[];
  auditorium: Auditorium;
  day: string;
  now: number;
}

/** The day of one auditorium. */
export function Board({ cinema, auditoriums, auditorium, day, now }: Properties): ReactNode {
  const { own, format } = usePlanningText();
  const zone = cinema.timezone;
  const words = useWords(zone);
  const { showtimes, taken, hasMore, failure, refresh } = useBoardDay(cinema.id, day);
  const [said, say] = useState<Said>();
  const [open, setOpen] = useState<Open>();
  const moving = useMoving({ taken, now, words, say, refresh });
  const bounds = useMemo(() => boundsOf(day, zone), [day, zone]);
  const here = showtimes?.filter(({ auditoriumId }) => auditoriumId === auditorium.id);
  const planned = here?.filter(({ status }) => status === 'SCHEDULED');
  const cancelled = here?.filter(({ status }) => status === 'CANCELLED') ?? [];
  const { wanted } = moving;
  const shown = shownOf(bounds, [...(planned ?? []), ...(wanted ? [wanted.showtime] : [])]);

  return (
    <section className="board" aria-labelledby="board-day">
      <div className="board-head">
        <h2 id="board-day">{format.day(`${day}T12:00:00Z`, 'UTC')}</h2>
        <div className="planning-actions">
          <button type="button" className="button" onClick={() => { setOpen({ kind: 'copy' }); }}>
            {own('copy')}
          </button>
          <button
            type="button"
            className="button main"
            aria-disabled={!planned || undefined}
            onClick={() => {
              if (planned) setOpen({ kind: 'schedule', span: { from: shown.from, until: bounds.until } });
            }}
          >
            {own('schedule')}
          </button>
        </div>
      </div>
      <p className="hint">
        {own('clocks', { cinema: cinema.name })} {own('how')}
      </p>
      {failure && <FailureNotice failure={failure} onRetry={refresh} />}
      {!planned && !failure && <BoardWaiting />}
      {planned && (
        <>
          {planned.length === 0 && <p>{own('empty')}</p>}
          {hasMore && showtimes && <p className="notice">{own('more', { count: showtimes.length })}</p>}
          <Timeline
            label={own('timeline', { auditorium: auditorium.name })}
            planned={planned}
            bounds={bounds}
            shown={shown}
            now={now}
            words={words}
            moving={moving}
            say={say}
            onOpen={(showtime) => {
              setOpen({ kind: 'showtime', showtime });
            }}
            onSchedule={(span) => {
              setOpen({ kind: 'schedule', span });
            }}
          />
        </>
      )}
      <MoveBar moving={moving} words={words} said={said} say={say} />
      {cancelled.length > 0 && (
        <section aria-labelledby="board-cancelled">
          <h3 id="board-cancelled">{own('cancelled')}</h3>
          <ul className="board-cancelled">
            {cancelled.map((each) => (
              <li key={each.id}>
                <s>{words.times(each)}</s> {each.movie.title}
              </li>
            ))}
          </ul>
        </section>
      )}
      {open && (
        <Dialogs
          open={open}
          setOpen={setOpen}
          cinema={cinema}
          auditoriums={auditoriums}
          auditorium={auditorium}
          day={day}
          taken={taken}
          now={now}
          words={words}
          onDone={(done) => {
            say(done);
            refresh();
          }}
        />
      )}
    </section>
  );
}

/** Stands for a board that is not known yet, as high as one. */
export function BoardWaiting(): ReactNode {
  const { t } = usePlanningText();
  return <div className="waiting board-waiting" role="status" aria-label={t('waiting')} />;
}
