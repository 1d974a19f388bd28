import type { ReactNode } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Moving, Said } from './useMoving';
import type { Words } from './useWords';

interface Properties {
  moving: Moving;
  words: Words;
  said: Said | undefined;
  say: (said: Said | undefined) => void;
}

/** Where the showtime that is being moved would be, with what is in its way; and what was done. */
export function MoveBar({ moving, words, said, say }: Properties): ReactNode {
  const { own } = usePlanningText();
  const { wanted, isSending } = moving;
  const isOpen = wanted && !wanted.isMoved;
  const kind = isOpen ? wanted.problems && 'bad' : said && (said.isGood ? 'good' : 'bad');
  return (
    <div className="move-bar" aria-live="polite">
      {(isOpen || said) && (
        <div className={`notice ${kind ?? ''}`}>
          {isOpen ? (
            <>
              <p>
                <strong>{own('wanted', { movie: wanted.showtime.movie.title, time: words.time(wanted.showtime.from) })}</strong>{' '}
                {wanted.problems ? words.ofProblems(wanted.problems) : own('fits')}
              </p>
              <div className="planning-actions">
                <button type="button" className="button" onClick={() => { back(wanted.showtime.id); moving.leave(); }}>
                  {own('leave')}
                </button>
                <button
                  type="button"
                  className="button main"
                  aria-disabled={isSending || wanted.problems !== undefined || undefined}
                  onClick={() => {
                    if (wanted.problems) return;
                    back(wanted.showtime.id);
                    void moving.send();
                  }}
                >
                  {own('move')}
                </button>
              </div>
            </>
          ) : (
            <>
              <p>{said?.text}</p>
              <button type="button" className="button" onClick={() => { say(undefined); }}>
                {own('seen')}
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Focuses the showtime, since the buttons go away. */
function back(id: string): void {
  document.querySelector<HTMLElement>(`[data-showtime="${id}"]`)?.focus();
}
