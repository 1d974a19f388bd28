/** Documents that clients name by an id instead of sending them: trusted ones, and persisted queries. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { refusedRequest } from './errors.mjs';

/** What the store of persisted queries holds; the least recently used document makes room. */
export const MAX_DOCUMENTS = 1_000;
export const MAX_DOCUMENTS_BYTES = 8_000_000;
/** A longer document is answered and not stored. */
export const MAX_DOCUMENT_BYTES = 50_000;

const SHA_256 = /^[0-9a-f]{64}$/;

/**
 * Plugin: finds the document that a request names by `documentId`, or by the hash of an automatic
 * persisted query as Apollo's clients send it. `trusted` holds documents by their ids; with
 * `trustedOnly`, nothing else runs.
 */
export function namedDocuments({ trusted, trustedOnly }) {
  const persisted = new LRUCache({
    max: MAX_DOCUMENTS,
    maxSize: MAX_DOCUMENTS_BYTES,
    maxEntrySize: MAX_DOCUMENT_BYTES,
    sizeCalculation: (query) => Buffer.byteLength(query),
  });

  function find({ query, documentId, extensions }) {
    if (documentId != null) {
      if (query || isPersisted(extensions)) throw malformed('Send `documentId` alone, or the document.');
      return findTrusted(readId(documentId));
    }
    const hash = isPersisted(extensions) ? readHash(extensions) : undefined;
    if (query && hash !== undefined && sha256(query) !== hash) throw mismatch();
    if (trustedOnly) return findTrusted(hash);
    if (query || hash === undefined) return query;
    return trusted.get(hash) ?? persisted.get(hash) ?? notFound();
  }

  function findTrusted(id) {
    return trusted.get(id) ?? notTrusted(id);
  }

  /** Only what runs is stored: by then the document is parsed and valid. */
  function store({ args: { contextValue } }) {
    const { query, extensions } = contextValue.params;
    if (!isPersisted(extensions)) return;
    const hash = readHash(extensions);
    if (!trusted.has(hash)) persisted.set(hash, query);
  }

  return {
    onParams({ params, setParams, setResult }) {
      const { documentId: _, ...rest } = params;
      try {
        setParams({ ...rest, query: find(params) });
      } catch (error) {
        // An answer, because an error that is thrown would close a WebSocket. The runtime checks
        // the request after this, and takes no request without a document.
        setParams({ ...rest, query: params.query ?? '' });
        setResult({ errors: [error] });
      }
    },
    onExecute: store,
    onSubscribe: store,
  };
}

/** The trusted documents in a manifest's text. Throws an Error when one is not what its id says. */
export function readTrusted(manifest) {
  const documents = new Map(Object.entries(JSON.parse(manifest)));
  for (const [id, document] of documents) {
    if (sha256(document) !== id) throw new Error(`${id} is not the SHA-256 of its document`);
  }
  return documents;
}

/** Whether a request names its document instead of sending it. */
export function isNamed({ documentId, extensions }) {
  return documentId != null || isPersisted(extensions);
}

function isPersisted(extensions) {
  return extensions?.persistedQuery != null;
}

/** The specification of GraphQL over HTTP lets an id tell its kind: `sha256:…`. */
function readId(documentId) {
  if (typeof documentId !== 'string') throw malformed('`documentId` must be a string.');
  return documentId.replace(/^sha256:/, '');
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
  throw refusedRequest(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

function notTrusted(id) {
  const message =
    id === undefined
      ? 'The router runs trusted documents alone: send the `documentId` of one.'
      : 'No trusted document has this id: `make generate` adds new documents to the manifest.';
  throw refusedRequest(400, 'OPERATION_NOT_TRUSTED', message);
}

function mismatch() {
  const message = 'The SHA-256 of `query` is not `persistedQuery.sha256Hash`.';
  return refusedRequest(400, 'PERSISTED_QUERY_HASH_MISMATCH', message);
}

function malformed(message) {
  return refusedRequest(400, 'BAD_REQUEST', message);
}
