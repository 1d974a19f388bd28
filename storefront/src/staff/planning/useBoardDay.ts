import { useMemo } from 'react';
import { useAnswer } from '../../api/hooks';
import type { Failure } from '../../api/failures';
import { BoardDayDocument, type BoardShowtimeFragment } from '../gql/graphql';
import { addDays } from '../../text/formats';
import type { Planned } from './slots';

/** A showtime as the board has it: with its moments. */
export interface BoardShowtime extends Planned, BoardShowtimeFragment {}

interface BoardDay {
  /** The day's showtimes in all auditoriums of the cinema, by start; undefined until they are known. */
  showtimes: BoardShowtime[] | undefined;
  /** All that may be in a showtime's way: also what the days before and after have planned. */
  taken: BoardShowtime[];
  /** Whether the cinema has more showtimes than are known here. */
  hasMore: boolean;
  failure: Failure | undefined;
  refresh: () => void;
}

/** What a cinema has planned on a day. */
export function useBoardDay(cinemaId: string, day: string): BoardDay {
  const before = useDay(cinemaId, addDays(day, -1));
  const today = useDay(cinemaId, day);
  const after = useDay(cinemaId, addDays(day, 1));
  const taken = useMemo(() => {
    const all = [before, today, after].flatMap(({ showtimes }) => showtimes ?? []);
    return all.filter(({ status }) => status === 'SCHEDULED');
  }, [before, today, after]);
  return { ...today, taken };
}

type Day = Omit<BoardDay, 'taken'>;

function useDay(cinemaId: string, date: string): Day {
  const filter = useMemo(() => ({ cinemaId, date }), [cinemaId, date]);
  const { data, failure, refresh } = useAnswer(BoardDayDocument, { filter });
  const showtimes = useMemo(() => data?.showtimes.edges.map(({ node }) => plannedFrom(node)), [data]);
  const hasMore = data?.showtimes.pageInfo.hasNextPage ?? false;
  return useMemo(() => ({ showtimes, hasMore, failure, refresh }), [showtimes, hasMore, failure, refresh]);
}

function plannedFrom(showtime: BoardShowtimeFragment): BoardShowtime {
  return {
    ...showtime,
    auditoriumId: showtime.auditorium.id,
    from: Date.parse(showtime.startsAt),
    until: Date.parse(showtime.endsAt),
  };
}
