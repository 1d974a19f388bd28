/** The headers that the router forwards, and those that it sets itself. */
import { randomUUID } from 'node:crypto';
import { currentRecord } from './requests.mjs';
import { ROUTER_SECRET } from './secrets.mjs';

/** Forwarded from the client's request to every subgraph; `router.yaml` has the same list. */
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
 * Replaces, in place, those of a client's headers that must not be forwarded as they are.
 *
 * A malformed or missing correlation id or trace is replaced by a new one. The address is always
 * that of the connection: subgraphs throttle by it, so no client may choose it.
 */
export function prepareHeaders(headers, remoteAddress) {
  if (!CORRELATION_ID.test(headers['x-correlation-id'] ?? '')) {
    headers['x-correlation-id'] = randomUUID();
  }
  if (!TRACEPARENT.test(headers.traceparent ?? '')) {
    // UUIDs, because Node draws the random bytes of many of them at once.
    const [trace, span] = [randomUUID(), randomUUID()].map((id) => id.replaceAll('-', ''));
    headers.traceparent = `00-${trace}-${span.slice(16)}-01`;
    delete headers.tracestate;
  }
  headers['x-forwarded-for'] = remoteAddress;
  // The host that the client called; subgraphs compare it with a page's origin. A value from a
  // proxy is kept: a page of another site cannot set the header unless CORS allows it.
  headers['x-forwarded-host'] ??= headers.host;
}

/** Keeps the cookies that a subgraph sets. */
export function keepCookies({ headers }) {
  currentRecord()?.cookies.push(...(headers['set-cookie'] ?? []));
}

/** Plugin: sends the client all cookies that subgraphs set. */
export const passCookies = {
  onResponse({ response }) {
    for (const cookie of currentRecord()?.cookies ?? []) response.headers.append('set-cookie', cookie);
  },
};

/**
 * Returns the headers of a subscription's WebSocket to its subgraph; see `forwardHeaders`. The
 * origin is left out: the router has checked it, and the subgraph would compare it with its own
 * address.
 */
export function socketHeaders(subgraph) {
  const forwarded = FORWARDED_HEADERS.filter((name) => name !== 'origin');
  return [
    ...forwarded.map((name) => [name, `{context.forwarded.${name}}`]),
    [ROUTER_SECRET, `{context.routerSecrets.${subgraph}}`],
  ];
}

/** Plugin: puts the headers into the context, where both transports read them. */
export function forwardHeaders({ routerSecrets }) {
  return {
    onContextBuilding({ context, extendContext }) {
      const { headers } = context.request;
      const forwarded = {};
      for (const name of FORWARDED_HEADERS) {
        const value = headers.get(name);
        if (value !== null) forwarded[name] = value;
      }
      extendContext({ forwarded, routerSecrets: routerSecrets.bySubgraph });
    },
  };
}
