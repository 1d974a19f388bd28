import { useCallback, useEffect, useRef, useState } from 'react';
import { admit, type Verdict } from './admission';
import { useCheckIn } from './calls';
import { sound } from './sounds';
import { typed, type Typed } from './wedge';

const SHOWN = 10;

/** The device could not keep the scan, so nobody may be let in; the next scan is tried all the same. */
const notDecided = (): Verdict => ({ at: Date.now(), isYes: false, isDecidedHere: true, failure: 'wrong' });

/** The verdicts of this visit, the newest first, and the way to scan; one scan is decided at a time. */
export function useScans(afterwards: () => void): { verdicts: Verdict[]; scan: (text: string) => void } {
  const checkIn = useCheckIn();
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
  const last = useRef(Promise.resolve());

  const scan = useCallback(
    (text: string) => {
      last.current = last.current.then(async () => {
        const verdict = await admit(text, checkIn).catch(notDecided);
        setVerdicts((before) => [verdict, ...before].slice(0, SHOWN));
        sound(verdict.isYes ? 'yes' : 'no');
        afterwards();
      });
    },
    [checkIn, afterwards],
  );
  return { verdicts, scan };
}

/** Hears a scanner that types wherever the focus is; a field gets its own keys. */
export function useWedge(scan: (text: string) => void): void {
  useEffect(() => {
    let state: Typed = { text: '', at: 0 };
    const hear = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.matches('input, select, textarea')) return;
      const { state: after, line } = typed(state, event.key, event.timeStamp);
      state = after;
      if (line === undefined) return;
      // Enter must not press the button that has the focus.
      event.preventDefault();
      scan(line);
    };
    addEventListener('keydown', hear, { capture: true });
    return () => {
      removeEventListener('keydown', hear, { capture: true });
    };
  }, [scan]);
}

/** Whether the browser has a network at all. */
export function useOnline(): boolean {
  const [isOnline, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const tell = (): void => {
      setOnline(navigator.onLine);
    };
    addEventListener('online', tell);
    addEventListener('offline', tell);
    return () => {
      removeEventListener('online', tell);
      removeEventListener('offline', tell);
    };
  }, []);
  return isOnline;
}
