import './planning.css';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { useParameters } from '../../app/navigation';
import { Choice, FailureNotice, Field, useNow } from '../../design/parts';
import { AuditoriumsDocument } from '../gql/graphql';
import { addDays, businessDayIn } from '../../text/formats';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { useStaffText } from '../../text/staff/useStaffText';
import { CinemaChoice, useCinema, type Cinema } from '../CinemaChoice';
import { StaffOnly } from '../StaffOnly';
import { Board, BoardWaiting } from './Board';

/** An auditorium's day, to schedule, move and cancel showtimes. */
export default function PlanningPage(): ReactNode {
  const { own } = useStaffText();
  return (
    <StaffOnly role="ADMIN" title={own('title.planning')}>
      <Places />
    </StaffOnly>
  );
}

function Places(): ReactNode {
  const { t } = usePlanningText();
  const { cities, cinema, failure, refresh } = useCinema();
  const [, write] = useParameters();
  return (
    <>
      {failure && !cities && <FailureNotice failure={failure} onRetry={refresh} />}
      {cities?.length === 0 && <p>{t('programme.noCities')}</p>}
      {!cities && !failure && <BoardWaiting />}
      {cities && cinema && (
        <AtCinema key={cinema.id} cinema={cinema}>
          <CinemaChoice
            cities={cities}
            cinema={cinema}
            onChoose={(id) => {
              write({ cinema: id, auditorium: undefined });
            }}
          />
        </AtCinema>
      )}
    </>
  );
}

/** The choices of auditorium and day beside that of the cinema, and what is planned there. */
function AtCinema({ cinema, children }: { cinema: Cinema; children: ReactNode }): ReactNode {
  const { own } = usePlanningText();
  const [read, write] = useParameters();
  const now = useNow(30);
  const today = businessDayIn(cinema.timezone, now);
  const day = dayFrom(read('date')) ?? today;
  const { data, failure, refresh } = useAnswer(AuditoriumsDocument, { cinemaId: cinema.id });
  const auditoriums = data?.cinema?.auditoriums;
  const auditorium = auditoriums?.find(({ id }) => id === read('auditorium')) ?? auditoriums?.[0];
  const goTo = (date: string): void => {
    write({ date: date === today ? undefined : date });
  };
  return (
    <>
      <div className="planning-choices">
        {children}
        <Choice
          label={own('auditorium')}
          value={auditorium?.id ?? ''}
          onChange={({ target }) => {
            write({ auditorium: target.value });
          }}
        >
          {auditoriums?.map(({ id, name, capacity }) => (
            <option key={id} value={id}>
              {own('auditoriumOf', { name, count: capacity })}
            </option>
          ))}
        </Choice>
        <div className="planning-day">
          <DayButton label={own('dayBefore')} sign="‹" onClick={() => { goTo(addDays(day, -1)); }} />
          <Field
            label={own('day')}
            type="date"
            required
            value={day}
            onChange={({ target }) => {
              if (target.value) goTo(target.value);
            }}
          />
          <DayButton label={own('dayAfter')} sign="›" onClick={() => { goTo(addDays(day, 1)); }} />
        </div>
      </div>
      {failure && !auditoriums && <FailureNotice failure={failure} onRetry={refresh} />}
      {!auditoriums && !failure && <BoardWaiting />}
      {auditoriums?.length === 0 && <p>{own('noAuditoriums')}</p>}
      {auditoriums && auditorium && (
        <Board
          key={`${auditorium.id} ${day}`}
          cinema={cinema}
          auditoriums={auditoriums}
          auditorium={auditorium}
          day={day}
          now={now}
        />
      )}
    </>
  );
}

function DayButton({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }): ReactNode {
  return (
    <button type="button" className="button planning-step" aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** The day that an address names, if it is one. */
function dayFrom(text: string | undefined): string | undefined {
  return text && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
