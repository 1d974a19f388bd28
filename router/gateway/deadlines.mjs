/** How long the calls of a request may take, and when nobody needs their answers any more. */
import { currentRecord } from './requests.mjs';

/** Tells a subgraph how many milliseconds its answer may take. The client's own is not forwarded. */
export const TIME_LIMIT_HEADER = 'x-request-timeout-ms';
/** Kept from what a subgraph may take, so that its own reason arrives before the router stops waiting. */
const WAY_BACK = 100;

/**
 * Returns the call with its time limit. A query's calls have what remains of its own limit, and are
 * given up when its client has gone. A mutation's calls have the whole limit each, and are never
 * given up: what has begun is finished.
 */
export function limitCall(request, limit) {
  const record = currentRecord();
  const isQuery = record?.isQuery === true;
  const timeLimit = isQuery ? Math.floor(limit - (performance.now() - record.startedAt)) : limit;
  return {
    ...request,
    isQuery,
    timeLimit,
    millisecondsForAnswer: Math.max(timeLimit - WAY_BACK, 1),
    givenUpBy: record?.isMutation ? [] : clientSignals(request),
  };
}

// The runtime's own signal of a client does not always say that the client has gone.
function clientSignals({ signal, context }) {
  return [...new Set([signal, context?.request?.signal])].filter(Boolean);
}

/** Returns whether the call was given up. */
export function isGivenUp({ givenUpBy }) {
  return givenUpBy.some(({ aborted }) => aborted);
}
