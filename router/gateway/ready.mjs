/** Public answers, kept as bytes and sent again before the question is parsed (docs/adr/0035). */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isPublic } from './caching.mjs';
import { currentRecord } from './requests.mjs';

const MAX_BYTES = 64_000_000;
/** A larger answer is not kept. */
const MAX_ANSWER_BYTES = 256_000;
/** A larger question has no kept answer: each is digested. */
const MAX_QUESTION_BYTES = 16_000;
/** The key, the headers, the entry and their places, so that many small answers are counted too. */
const BYTES_AN_ENTRY = 2_000;

/** The request's headers that an answer or its right to be read depends on. */
const NEGOTIATED = ['accept', 'accept-encoding', 'content-type', 'content-encoding', 'origin'];

/**
 * Keeps each public answer by the bytes of its question, with the version of the subgraph that it
 * is from. `currentVersion(subgraph)` reads the version for each question, so a reader who has seen
 * a change never gets an answer from before it.
 */
export function readyAnswers(currentVersion) {
  const answers = new LRUCache({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: ({ body }) => BYTES_AN_ENTRY + body.length,
  });

  /** What the answer to a short question is kept by; undefined for any other request. */
  function question({ headers }, body) {
    return body?.length <= MAX_QUESTION_BYTES ? digest(headers, body) : undefined;
  }

  /** Sends the answer to this question if one is kept that still holds, and tells whether it did. */
  async function send(record, response) {
    const ready = answers.get(record.question);
    if (!ready || performance.now() >= ready.until) return false;
    if ((await currentVersion(ready.subgraph)) !== ready.version) return false;
    Object.assign(record, ready.logged);
    response.writeHead(200, ready.headers).end(ready.body);
    return true;
  }

  return { question, send, keepAnswers: { onResponse: (answered) => keep(answers, answered) } };
}

function digest(headers, body) {
  const hash = createHash('sha256');
  for (const name of NEGOTIATED) hash.update(`${name}:${headers[name] ?? ''}\n`);
  return hash.update(body).digest('base64');
}

async function keep(answers, { response, setResponse, fetchAPI }) {
  const record = currentRecord();
  const subgraph = onlySubgraph(record);
  if (!subgraph || !(record.keptFor > 0) || response.status !== 200) return;
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new fetchAPI.Headers([...response.headers]);
  headers.set('content-length', String(body.length));
  setResponse(new fetchAPI.Response(body, { status: 200, headers }));
  answers.set(record.question, {
    body,
    headers: Object.fromEntries(headers),
    subgraph,
    version: record.version,
    until: record.startedAt + record.keptFor * 1000,
    logged: { operation: record.operation, cost: record.cost, isQuery: true },
  });
}

/** The subgraph that all of a public answer is from; undefined for any other answer. */
function onlySubgraph(record) {
  if (!record?.question || !record.isQuery || !record.isComplete || !isPublic(record)) return undefined;
  const [subgraph, ...others] = Object.keys(record.subgraphCalls);
  return others.length === 0 && record.version !== undefined ? subgraph : undefined;
}
