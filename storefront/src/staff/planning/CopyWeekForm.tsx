import { useState, type ReactNode } from 'react';
import { useCommand } from '../../api/hooks';
import { Choice } from '../../design/parts';
import { addDays, businessDayIn } from '../../text/formats';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Cinema } from '../CinemaChoice';
import { CopyWeekDocument, type CopyWeekMutation } from '../gql/graphql';
import { useClose } from './Modal';
import type { Said } from './useMoving';
import type { Words } from './useWords';
import { mondayOf, targetsFrom } from './weeks';

interface Properties {
  cinema: Cinema;
  day: string;
  now: number;
  words: Words;
  onDone: (said: Said) => void;
}

type Conflict = Extract<CopyWeekMutation['copyWeek'], { __typename: 'WeekNotCopied' }>['conflicts'][number];

/** Repeats a cinema's week in the next one: which, and what is in its way. */
export function CopyWeekForm({ cinema, day, now, words, onDone }: Properties): ReactNode {
  const { own, format } = usePlanningText();
  const close = useClose();
  const after = addDays(mondayOf(day), 7);
  const targets = [...new Set([...targetsFrom(businessDayIn(cinema.timezone, now)), after])].sort();
  const [target, setTarget] = useState(after);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const [wrong, setWrong] = useState<string>();
  const [copy, isSending] = useCommand(CopyWeekDocument);
  const week = (monday: string): string =>
    own('times', { from: format.date(monday), until: format.date(addDays(monday, 6)) });

  const send = async (): Promise<void> => {
    setWrong(undefined);
    setConflicts([]);
    const { data, failure } = await copy({ input: { cinemaId: cinema.id, firstDay: addDays(target, -7) } });
    const answer = data?.copyWeek;
    switch (answer?.__typename) {
      case 'WeekCopied':
        if (answer.showtimes.length === 0) {
          setWrong(own('copy.nothing'));
          return;
        }
        onDone({ text: own('copy.done', { count: answer.showtimes.length, week: week(target) }), isGood: true });
        close();
        return;
      case 'WeekNotCopied':
        setConflicts(answer.conflicts);
        return;
      case 'NotFound':
        setWrong(own('refused.NotFound'));
        return;
      default:
        setWrong(words.ofFailure(failure));
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send();
      }}
    >
      <Choice
        label={own('copy.target')}
        value={target}
        onChange={({ target: choice }) => {
          setTarget(choice.value);
          setConflicts([]);
          setWrong(undefined);
        }}
      >
        {targets.map((monday) => (
          <option key={monday} value={monday}>
            {week(monday)}
          </option>
        ))}
      </Choice>
      <p className="hint">{own('copy.hint', { cinema: cinema.name, week: week(addDays(target, -7)) })}</p>
      <div aria-live="assertive" className="stack">
        {wrong && <p className="wrong">{wrong}</p>}
        {conflicts.length > 0 && <Conflicts conflicts={conflicts} zone={cinema.timezone} words={words} />}
      </div>
      <div className="planning-actions">
        <button type="button" className="button" onClick={close}>
          {own('back')}
        </button>
        <button type="submit" className="button main" aria-disabled={isSending || undefined}>
          {own('copy.send')}
        </button>
      </div>
    </form>
  );
}

function Conflicts({ conflicts, zone, words }: { conflicts: Conflict[]; zone: string; words: Words }): ReactNode {
  const { own, format } = usePlanningText();
  const time = ({ startsAt }: { startsAt: string }): string => format.time(startsAt, zone);
  return (
    <div className="notice bad">
      <div>
        <p>
          <strong>{own('copy.refused', { count: conflicts.length })}</strong>
        </p>
        {/* Longer than the dialog as a rule: the keyboard scrolls what it can focus. */}
        <ul className="copy-conflicts" tabIndex={0} aria-label={own('copy.conflicts')}>
          {conflicts.map(({ showtime, fields, conflictsWith }) => (
            <li key={`${showtime.auditorium.name} ${showtime.startsAt}`}>
              <strong>{showtime.movie.title}</strong>, {showtime.auditorium.name}, {format.day(showtime.startsAt, zone)},{' '}
              {time(showtime)}
              <br />
              {[
                ...(conflictsWith.length > 0 ? [own('copy.inTheWay', { times: format.list(conflictsWith.map(time)) })] : []),
                ...fields.map(words.ofRule),
              ].join(' ')}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
