import { useState, type ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { Choice, Field } from '../../design/parts';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { ShowtimeSalesDocument, type AuditoriumsQuery } from '../gql/graphql';
import { Occupancy } from '../today/Occupancy';
import { momentOf, timeAt } from './clocks';
import { useClose } from './Modal';
import { problemsOf, whyFixed } from './moves';
import { Place } from './Place';
import { movedTo } from './slots';
import type { BoardShowtime } from './useBoardDay';
import { useMove } from './useMove';
import type { Said } from './useMoving';
import type { Words } from './useWords';

interface Properties {
  showtime: BoardShowtime;
  auditoriums: NonNullable<AuditoriumsQuery['cinema']>['auditoriums'];
  day: string;
  zone: string;
  taken: readonly BoardShowtime[];
  now: number;
  words: Words;
  onDone: (said: Said) => void;
  onCancel: () => void;
}

/** A showtime with what is sold of it, and the ways to move and to cancel it. */
export function ShowtimeDetails(properties: Properties): ReactNode {
  const { showtime, now, words, onCancel } = properties;
  const close = useClose();
  const { own } = usePlanningText();
  const { data } = useAnswer(ShowtimeSalesDocument, { id: showtime.id });
  const sales = data?.showtime?.sales;
  const fixed = whyFixed(showtime, sales?.bookingCount, now);
  const movie = showtime.movie.title;
  return (
    <>
      <p>{words.times(showtime)}</p>
      {sales && <Occupancy booked={sales.seatsBooked} held={sales.seatsHeld} capacity={sales.capacity} />}
      {fixed === 'begun' && <p className="notice">{own('fixed.begun', { movie })}</p>}
      {fixed === 'booked' && (
        <p className="notice">{own('fixed.booked', { movie, count: sales?.bookingCount ?? 0 })}</p>
      )}
      {!fixed && <MoveForm {...properties} />}
      <div className="planning-actions">
        <button
          type="button"
          className="button danger"
          onClick={() => {
            close();
            onCancel();
          }}
        >
          {own('cancel')}
        </button>
        <button type="button" className="button" onClick={close}>
          {own('back')}
        </button>
      </div>
    </>
  );
}

function MoveForm({ showtime, auditoriums, day, zone, taken, now, words, onDone }: Properties): ReactNode {
  const { own } = usePlanningText();
  const close = useClose();
  const [time, setTime] = useState(timeAt(showtime.from, zone));
  const [auditoriumId, setAuditoriumId] = useState(showtime.auditoriumId);
  const [wrong, setWrong] = useState<string>();
  const [move, isSending] = useMove(words);
  const from = /^\d\d:\d\d$/.test(time) ? momentOf(day, time, zone) : showtime.from;
  const place = { ...movedTo(showtime, from), auditoriumId };
  const isChanged = from !== showtime.from || auditoriumId !== showtime.auditoriumId;
  const problems = problemsOf(place, taken, now);
  const isReady = isChanged && !problems && !isSending;

  const send = async (): Promise<void> => {
    const refusal = await move({ id: showtime.id, startsAt: new Date(from).toISOString(), auditoriumId });
    if (refusal !== undefined) {
      setWrong(refusal);
      return;
    }
    const auditorium = auditoriums.find(({ id }) => id === auditoriumId)?.name ?? '';
    const values = { movie: showtime.movie.title, time: words.time(from), auditorium };
    onDone({ text: own('movedTo', values), isGood: true });
    close();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void send();
      }}
    >
      <div className="form-row">
        <Field
          label={own('begins')}
          type="time"
          step="300"
          required
          value={time}
          onChange={({ target }) => {
            setTime(target.value);
          }}
        />
        <Choice
          label={own('auditorium')}
          value={auditoriumId}
          onChange={({ target }) => {
            setAuditoriumId(target.value);
          }}
        >
          {auditoriums
            .filter(({ formats }) => formats.includes(showtime.format))
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </Choice>
      </div>
      {isChanged && <Place place={place} problems={problems} words={words} />}
      <div aria-live="assertive">{wrong && <p className="wrong">{wrong}</p>}</div>
      <button type="submit" className="button main" aria-disabled={!isReady || undefined}>
        {own('move')}
      </button>
    </form>
  );
}
