/** Documents that clients name by their hash instead of sending them again. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { refusedRequest } from './errors.mjs';

/** What the store of persisted queries holds; the least recently used document makes room. */
export const MAX_DOCUMENTS = 1_000;
export const MAX_DOCUMENTS_BYTES = 8_000_000;
/** A longer document is answered and not stored. */
export const MAX_DOCUMENT_BYTES = 50_000;

const SHA_256 = /^[0-9a-f]{64}$/;

/** Plugin: automatic persisted queries, as Apollo's clients speak them. */
export function persistedQueries() {
  const stored = new LRUCache({
    max: MAX_DOCUMENTS,
    maxSize: MAX_DOCUMENTS_BYTES,
    maxEntrySize: MAX_DOCUMENT_BYTES,
    sizeCalculation: (query) => Buffer.byteLength(query),
  });

  function find({ query, extensions }) {
    const hash = readHash(extensions);
    if (!query) {
      const known = stored.get(hash);
      if (known === undefined) throw notFound();
      return known;
    }
    if (sha256(query) !== hash) throw mismatch();
    return query;
  }

  /** Only what runs is stored: by then the document is parsed and valid. */
  function keep({ args: { contextValue } }) {
    const { query, extensions } = contextValue.params;
    if (isPersisted(extensions)) stored.set(readHash(extensions), query);
  }

  return {
    onParams({ params, setParams, setResult }) {
      if (!isPersisted(params.extensions)) return;
      try {
        setParams({ ...params, query: find(params) });
      } catch (error) {
        // An answer, because an error that is thrown would close a WebSocket. The runtime checks
        // the request after this, and takes no request without a document.
        setParams({ ...params, query: params.query ?? '' });
        setResult({ errors: [error] });
      }
    },
    onExecute: keep,
    onSubscribe: keep,
  };
}

/** Whether a hash comes with the request, or stands for its document. */
export function isPersisted(extensions) {
  return extensions?.persistedQuery != null;
}

function readHash({ persistedQuery: { version, sha256Hash } }) {
  if (version !== 1) throw malformed('`persistedQuery.version` must be 1.');
  if (!SHA_256.test(sha256Hash)) {
    throw malformed('`persistedQuery.sha256Hash` must be a SHA-256 in lower-case hexadecimal digits.');
  }
  return sha256Hash;
}

function sha256(query) {
  return createHash('sha256').update(query).digest('hex');
}

/** Clients know this answer by its message or code, and send the document with their next try. */
function notFound() {
  return refusedRequest(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

function mismatch() {
  const message = 'The SHA-256 of `query` is not `persistedQuery.sha256Hash`.';
  return refusedRequest(400, 'PERSISTED_QUERY_HASH_MISMATCH', message);
}

function malformed(message) {
  return refusedRequest(400, 'BAD_REQUEST', message);
}
