/** Tells clients when to send again what subgraphs refused as too many operations. */
import { currentRecord } from './requests.mjs';
import { callsOf } from './subgraphs.mjs';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/**
 * Plugin: passes the longest `Retry-After` of the subgraphs on. When all of an operation's calls
 * were refused, the status is 429 for clients that read GraphQL's own media type.
 */
export const passRateLimits = {
  onResponse({ response, setResponse, fetchAPI }) {
    const record = currentRecord();
    if (!record?.retryAfter) return;
    const headers = new fetchAPI.Headers(response.headers);
    headers.set('retry-after', String(record.retryAfter));
    const isWhole = record.refusedCalls === callsOf(record);
    const speaksGraphQL = headers.get('content-type')?.startsWith(GRAPHQL_RESPONSE);
    const status = isWhole && speaksGraphQL ? 429 : response.status;
    setResponse(new fetchAPI.Response(response.body, { status, headers }));
  },
};

/** Learns from a subgraph's answer whether its caller sent too many operations. */
export function learnRefusal({ status, headers }) {
  const record = currentRecord();
  // An outage may have the header, too.
  if (!record || status !== 429) return;
  const seconds = Number(headers['retry-after']);
  record.refusedCalls += 1;
  record.retryAfter = Math.max(record.retryAfter, seconds);
}
