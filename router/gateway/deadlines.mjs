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
  const remaining = isQuery ? Math.floor(limit - (performance.now() - record.startedAt)) : limit;
  const deadline = isQuery ? AbortSignal.timeout(Math.max(remaining, 0)) : undefined;
  const client = record?.isMutation ? undefined : clientSignal(request);
  const headers = {
    ...request.extensions?.headers,
    [TIME_LIMIT_HEADER]: String(Math.max(remaining - WAY_BACK, 1)),
  };
  return {
    request: {
      ...request,
      extensions: { ...request.extensions, headers },
      signal: anyOf([client, deadline]),
    },
    remaining,
    deadline,
  };
}

function clientSignal({ signal, context }) {
  return anyOf([signal, context?.request?.signal]);
}

function anyOf(signals) {
  const given = signals.filter(Boolean);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

/** Returns whether no time is left for the call's answer. */
export function isOver({ remaining, deadline }) {
  return remaining <= 0 || deadline?.aborted === true;
}

/** Returns whether the call was given up. */
export function isGivenUp({ request }) {
  // The runtime's signal of a client does not always say that it has aborted; the joint one does.
  return request.signal?.aborted === true;
}
