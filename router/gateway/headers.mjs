/** The headers that cross the router, and those that it sets itself. */
import { randomBytes, randomUUID } from 'node:crypto';

/** What every subgraph call carries on from the client's request; `router.yaml` has the same list. */
export const FORWARDED_HEADERS = Object.freeze([
  'cookie',
  'authorization',
  'traceparent',
  'tracestate',
  'x-correlation-id',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'origin',
  'sec-fetch-site',
]);

const CORRELATION_ID = /^[A-Za-z0-9_-]{8,64}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Make a client's headers fit to be forwarded, in place.
 *
 * The correlation id and the trace are the client's when they are well formed, else new. The
 * address is the connection's own: subgraphs throttle by it, so no client may choose it.
 */
export function settleHeaders(headers, remoteAddress) {
  if (!CORRELATION_ID.test(headers['x-correlation-id'] ?? '')) {
    headers['x-correlation-id'] = randomUUID();
  }
  if (!TRACEPARENT.test(headers.traceparent ?? '')) {
    headers.traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
    delete headers.tracestate;
  }
  headers['x-forwarded-for'] = remoteAddress;
  // What the client called, for comparison with a page's origin. A page of another site cannot set
  // it without CORS's leave, so what a proxy in front of the router says may stand.
  headers['x-forwarded-host'] ??= headers.host;
}

/** The runtime's header propagation: the list above down, every subgraph's cookies back up. */
export const propagateHeaders = {
  fromClientToSubgraphs({ request }) {
    return Object.fromEntries(FORWARDED_HEADERS.map((name) => [name, request.headers.get(name)]));
  },
  fromSubgraphsToClient({ response }) {
    return { 'set-cookie': response.headers.getSetCookie() };
  },
};

/**
 * What a subscription's WebSocket to its subgraph carries; see `forwardOnSockets`. Not the origin:
 * a subgraph would compare it with its own address, and the router has judged it already.
 */
export const SOCKET_HEADERS = FORWARDED_HEADERS.filter((name) => name !== 'origin').map((name) => [
  name,
  `{context.forwarded.${name}}`,
]);

/** Plugin: puts the headers where the WebSocket transport can take them from. */
export const forwardOnSockets = {
  onContextBuilding({ context, extendContext }) {
    const { headers } = context.request;
    const forwarded = FORWARDED_HEADERS.map((name) => [name, headers.get(name)]);
    extendContext({ forwarded: Object.fromEntries(forwarded) });
  },
};
