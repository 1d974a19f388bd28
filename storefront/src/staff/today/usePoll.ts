import { useEffect } from 'react';

/** Calls `ask` every so many seconds while the page is seen, and at once when it is seen again. */
export function usePoll(ask: () => void, seconds: number): void {
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const pause = (): void => {
      clearInterval(timer);
      timer = undefined;
    };
    const goOn = (): void => {
      timer ??= setInterval(ask, seconds * 1000);
    };
    const follow = (): void => {
      if (document.hidden) {
        pause();
      } else {
        ask();
        goOn();
      }
    };
    if (!document.hidden) goOn();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      pause();
    };
  }, [ask, seconds]);
}
