/** Which answers a browser or a cache may keep: those that are the same for every caller. */
import { createHash } from 'node:crypto';
import { currentRecord } from './requests.mjs';
import { callsOf } from './subgraphs.mjs';

/** How a subgraph says that its answer does not depend on who asks. */
const PUBLIC = /^public, max-age=(\d+)$/;

/** How it says for how many seconds the answer holds while its data has this version. */
const KEPT_FOR = /^max-age=(\d+)$/;

/** Headers that a client may vary and that the answer, or the right to keep it, depends on. */
const VARY = 'accept, authorization, cookie, origin';

/**
 * Plugin: lets caches keep the answer to an anonymous GET when every subgraph that was called
 * says that its part is public. All others stay `no-store`, which is the server's default.
 */
export const cachePublicAnswers = {
  onResultProcess({ result }) {
    const record = currentRecord();
    if (record) record.isComplete = result.data != null && result.errors === undefined;
  },
  async onResponse({ request, response, setResponse, fetchAPI }) {
    if (!mayBeKept(request)) return;
    const body = await response.text();
    // Weak: one tag stands for the answer with and without compression.
    const etag = `W/"${createHash('sha256').update(body).digest('base64url')}"`;
    const hasIt = isKnown(request.headers.get('if-none-match'), etag);
    const kept = [...response.headers].filter(([name]) => !hasIt || !/^content-/i.test(name));
    const headers = new fetchAPI.Headers(kept);
    headers.set('etag', etag);
    headers.set('cache-control', `public, max-age=${currentRecord().maxAge}`);
    headers.append('vary', VARY);
    const status = hasIt ? 304 : response.status;
    setResponse(new fetchAPI.Response(hasIt ? null : body, { status, headers }));
  },
};

/** Learns from a subgraph's answer whether it is public, and for how long. */
export function learnAge({ headers }) {
  const record = currentRecord();
  const maxAge = PUBLIC.exec(headers['cache-control'] ?? '')?.[1];
  if (!record || maxAge === undefined || 'set-cookie' in headers) return;
  record.publicAnswers += 1;
  record.maxAge = Math.min(record.maxAge, Number(maxAge));
  learnVersion(record, headers);
}

/** An answer of several calls has a version only if all of them had the same. */
function learnVersion(record, headers) {
  const version = headers['answer-version'];
  const keptFor = KEPT_FOR.exec(headers['surrogate-control'] ?? '')?.[1];
  const isSame = record.publicAnswers === 1 || record.version === version;
  record.version = isSame ? version : undefined;
  record.keptFor = Math.min(record.keptFor, Number(keptFor ?? 0));
}

function mayBeKept(request) {
  const record = currentRecord();
  const isPublicGet = request.method === 'GET' && isAnonymous(request);
  return isPublicGet && record?.isComplete && callsOf(record) > 0 && isPublic(record);
}

export function isAnonymous({ headers }) {
  return !headers.has('cookie') && !headers.has('authorization');
}

/** Whether each subgraph that was called gave a public answer. */
export function isPublic(record) {
  return record.publicAnswers === callsOf(record);
}

/** By HTTP's weak comparison. */
function isKnown(ifNoneMatch, etag) {
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag.replace(/^W\//, ''));
}
