import { useCallback, useState } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { problemsOf, type Problems } from './moves';
import { movedTo } from './slots';
import type { BoardShowtime } from './useBoardDay';
import { useMove } from './useMove';
import type { Words } from './useWords';

/** A sentence about what was done, or was not. */
export interface Said {
  text: string;
  isGood: boolean;
}

/** A showtime and where somebody wants it. */
interface Wanted {
  showtime: BoardShowtime;
  problems: Problems<BoardShowtime> | undefined;
  /** Whether the API has agreed, and the board has not been read again yet. */
  isMoved: boolean;
}

export interface Moving {
  wanted: Wanted | undefined;
  isSending: boolean;
  /** Puts a showtime somewhere for now; nothing is sent. */
  put: (showtime: BoardShowtime, from: number) => void;
  leave: () => void;
  /** Sends where it is put; what stands in its way is told, and nothing is sent then. */
  send: () => Promise<void>;
}

interface Properties {
  taken: readonly BoardShowtime[];
  now: number;
  words: Words;
  say: (said: Said | undefined) => void;
  refresh: () => void;
}

/** The one showtime that is being moved on the board, if any. */
export function useMoving({ taken, now, words, say, refresh }: Properties): Moving {
  const { own } = usePlanningText();
  const [put, setPut] = useState<{ id: string; from: number; isMoved: boolean }>();
  const [move, isSending] = useMove(words);
  const before = put && taken.find(({ id }) => id === put.id);
  const showtime = before && before.from !== put.from ? movedTo(before, put.from) : undefined;
  const wanted = showtime && { showtime, problems: problemsOf(showtime, taken, now), isMoved: put?.isMoved ?? false };

  const leave = useCallback(() => {
    setPut(undefined);
  }, []);
  const send = async (): Promise<void> => {
    if (!wanted || isSending || wanted.isMoved) return;
    const { id, from, movie } = wanted.showtime;
    if (wanted.problems) {
      leave();
      say({ text: own('notMoved', { movie: movie.title, why: words.ofProblems(wanted.problems) }), isGood: false });
      return;
    }
    const refusal = await move({ id, startsAt: new Date(from).toISOString() });
    if (refusal === undefined) {
      setPut({ id, from, isMoved: true });
      say({ text: own('moved', { movie: movie.title, time: words.time(from) }), isGood: true });
    } else {
      leave();
      say({ text: own('notMoved', { movie: movie.title, why: refusal }), isGood: false });
    }
    // After a refusal, too: somebody else may have planned meanwhile.
    refresh();
  };
  return {
    wanted,
    isSending,
    put: (one, from) => {
      say(undefined);
      setPut({ id: one.id, from, isMoved: false });
    },
    leave,
    send,
  };
}
