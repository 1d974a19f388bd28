import type { ReactNode } from 'react';
import { useStaffText } from '../../text/staff/useStaffText';
import type { Verdict } from './admission';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Yes or no, in colour, symbol and words. */
export function VerdictPanel({ verdict }: { verdict: Verdict | undefined }): ReactNode {
  const { own, t, format } = useStaffText();
  const reason = useReason();
  if (!verdict) {
    return (
      <div className="verdict" aria-live="assertive">
        <strong>{own('door.ready')}</strong>
        <span className="muted">{own('door.readyHint')}</span>
      </div>
    );
  }
  const { isYes, seatId, category, startsAt, zone, movie, auditorium, isDecidedHere } = verdict;
  const place = [movie, auditorium].filter((each) => each !== undefined);
  return (
    <div className={`verdict ${isYes ? 'yes' : 'no'}`} aria-live="assertive">
      {/* A new scan is read aloud although it may say the same as the one before. */}
      <div className="stack" key={verdict.at}>
        <div className="symbol" aria-hidden="true">
          {isYes ? '✓' : '✕'}
        </div>
        <strong>{isYes ? own('door.yes') : own('door.no')}</strong>
        {seatId && (
          <h2>
            {own('door.seat', { seat: seatId })}
            {category && ` · ${t(`category.${category}`)}`}
          </h2>
        )}
        {!isYes && <p>{reason(verdict)}</p>}
        {place.length > 0 && <p>{format.list(place)}</p>}
        {isYes && startsAt && <p>{own('door.begins', { time: format.time(startsAt, zone ?? HERE) })}</p>}
        {isYes && isDecidedHere && <p>{own('door.decidedHere')}</p>}
      </div>
    </div>
  );
}

/** The words for a no. */
function useReason(): (verdict: Verdict) => string {
  const { own, t, format } = useStaffText();
  return ({ refusal, failure, usedAt }) => {
    if (failure) return t(`failure.${failure}`);
    const why = own(`refused.${refusal ?? 'INVALID_INPUT'}`);
    return usedAt ? `${why} ${own('door.usedAt', { moment: format.moment(usedAt) })}` : why;
  };
}

export function LastScans({ verdicts }: { verdicts: Verdict[] }): ReactNode {
  const { own, format } = useStaffText();
  const reason = useReason();
  return (
    <section className="panel stack" aria-labelledby="last-scans">
      <h2 id="last-scans">{own('door.last')}</h2>
      {verdicts.length === 0 && <p className="muted">{own('door.none')}</p>}
      <ol className="scans">
        {verdicts.map((verdict) => (
          <li key={verdict.at}>
            <span className={verdict.isYes ? 'good' : 'bad'} aria-hidden="true">
              {verdict.isYes ? '✓' : '✕'}
            </span>
            <span>
              {verdict.seatId && `${own('door.seat', { seat: verdict.seatId })}: `}
              {verdict.isYes ? own('door.yes') : reason(verdict)}
            </span>
            <time className="muted">{format.time(new Date(verdict.at).toISOString(), HERE)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
