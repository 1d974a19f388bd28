import { useEffect } from 'react';
import type { Failure } from '../api/failures';
import { useAnswer, useLive } from '../api/hooks';
import { SeatMapChangedDocument, SeatMapDocument, type SeatsFragment } from '../gql/graphql';

/** How often the map is asked for while nothing is live, in milliseconds. */
const POLL = 4_000;

/** The newest map of a showtime: live where subscriptions are, else asked for again and again. */
export function useSeatMap(id: string): {
  map: SeatsFragment | undefined;
  failure: Failure | undefined;
  isLive: boolean;
  refresh: () => void;
} {
  const asked = useAnswer(SeatMapDocument, { id });
  const live = useLive(SeatMapChangedDocument, { id });
  const isLive = live.data !== undefined && !live.failure;
  const { refresh } = asked;
  useEffect(() => {
    if (isLive) return;
    const timer = setInterval(refresh, POLL);
    return () => {
      clearInterval(timer);
    };
  }, [isLive, refresh]);
  const known = [asked.data?.showtime?.seatMap, live.data?.seatMapChanged].filter((map) => map != null);
  const map = known.toSorted((a, b) => b.version - a.version)[0];
  return { map, failure: asked.failure, isLive, refresh };
}
