/** Reads a GraphQL request from HTTP. What is not well formed is refused, never mended. */
import { isNamed } from './documents.mjs';
import { answerError, refusedRequest } from './errors.mjs';
import { MAX_BODY_BYTES } from './limits.mjs';
import { currentRecord } from './requests.mjs';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST'];

/** Any of these makes a browser ask first before it sends a request to another site. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];
/** Browsers send bodies of these types to any site, cookies included, without asking it first. */
const SIMPLE_TYPES = new Set(['', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** Plugin: checks the request and reads it itself, instead of the runtime's own parsers. */
export const readRequests = {
  onPluginInit({ plugins }) {
    // Behind the runtime's limit of a body, which would copy the body from stream to stream.
    plugins.push(ownParser);
  },
  onRequestParse({ request }) {
    const type = mediaType(request);
    refuseOtherSites(request, type);
    if (request.method === 'GET') return;
    refuseOtherMediaTypes(request, type);
    if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) throw tooLarge();
  },
};

const ownParser = {
  onRequestParse({ request, setRequestParser }) {
    const readText = () => operation(parseJson(decode(wholeBody()), 'The body'));
    setRequestParser(request.method === 'GET' ? readUrl : readText);
  },
};

/** Whether a request of Node's goes to the router's one GraphQL address. */
export function isGraphQL({ url }) {
  return url.split('?', 1)[0] === '/graphql';
}

/**
 * Answer what HTTP decides without GraphQL, and tell whether that was all. A HEAD goes on as the
 * GET that it stands for: Node sends no body with its answer.
 */
export function answerMethod(request, response) {
  const isPreflight = 'access-control-request-method' in request.headers;
  if (request.method === 'HEAD') {
    request.method = 'GET';
  } else if (request.method === 'OPTIONS' && !isPreflight) {
    response.writeHead(204, { allow: METHODS.join(', ') }).end();
    return true;
  } else if (!METHODS.includes(request.method)) {
    const message = `The router takes GraphQL by GET and POST, not by ${request.method}.`;
    answerError(response, 405, 'METHOD_NOT_ALLOWED', message, { allow: METHODS.join(', ') });
    return true;
  }
  return false;
}

function refuseOtherSites(request, type) {
  if (!SIMPLE_TYPES.has(type) || PREFLIGHT_HEADERS.some((name) => request.headers.has(name))) return;
  const message =
    'A page of another site could have sent this request: send application/json, or the header ' +
    `${PREFLIGHT_HEADERS[0]}.`;
  throw refusedRequest(403, 'CROSS_SITE_REQUEST', message);
}

function refuseOtherMediaTypes({ headers }, type) {
  const charset = /charset=["']?([^"';\s]+)/i.exec(headers.get('content-type'))?.[1] ?? 'utf-8';
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (type !== 'application/json') throw unsupported('Send the request as application/json.');
  if (!/^utf-?8$/i.test(charset)) {
    throw unsupported('Send the request in UTF-8: JSON has no other charset.');
  }
  if (encoding !== 'identity') throw unsupported('Send the request without compression.');
}

/** The body that the server has read. One that it did not read to its end is too large. */
function wholeBody() {
  const { body } = currentRecord();
  if (body === undefined || body.length > MAX_BODY_BYTES) throw tooLarge();
  return body;
}

function decode(body) {
  const start = body.subarray(0, 3).toString('hex');
  if (/^(efbbbf|fffe|feff)/.test(start)) {
    throw malformed('The body starts with a byte order mark: send JSON in UTF-8 without one.');
  }
  if (start.startsWith('1f8b')) throw malformed('The body is compressed: send it as plain JSON.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
}

/** A query in the URL: `?query=…&variables={…}`, and so on. */
function readUrl({ url }) {
  const given = new URL(url).searchParams;
  return operation({
    query: given.get('query') ?? undefined,
    documentId: given.get('documentId') ?? undefined,
    operationName: given.get('operationName') ?? undefined,
    variables: given.has('variables') ? parseJson(given.get('variables'), '`variables`') : undefined,
    extensions: given.has('extensions') ? parseJson(given.get('extensions'), '`extensions`') : undefined,
  });
}

function parseJson(text, what) {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`${what} is not valid JSON.`);
  }
}

/** The keys that the router knows, checked. `query` may be absent where an id stands for it. */
function operation(document) {
  if (Array.isArray(document)) throw malformed('A request holds one operation: the router takes no batches.');
  if (!isObject(document)) throw malformed('The body must be a JSON object with the key `query` or `documentId`.');
  const { query, documentId, variables, operationName, extensions } = document;
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (value != null && !isObject(value)) throw malformed(`\`${name}\` must be an object or null.`);
  }
  if (operationName != null && typeof operationName !== 'string') {
    throw malformed('`operationName` must be a string or null.');
  }
  const isAbsent = query == null && isNamed(document);
  if (!isAbsent && (typeof query !== 'string' || query.trim() === '')) {
    throw malformed('`query` must be a GraphQL document, or an id must stand for it.');
  }
  return { query, documentId, variables, operationName, extensions };
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mediaType({ headers }) {
  return (headers.get('content-type') ?? '').split(';', 1)[0].trim().toLowerCase();
}

function malformed(message) {
  return refusedRequest(400, 'BAD_REQUEST', message);
}

function unsupported(message) {
  return refusedRequest(415, 'UNSUPPORTED_MEDIA_TYPE', message, { accept: 'application/json' });
}

function tooLarge() {
  // The rest of the body stays unread, so the connection cannot be used again.
  const headers = { connection: 'close' };
  return refusedRequest(413, 'REQUEST_TOO_LARGE', `The request is larger than ${MAX_BODY_BYTES} bytes.`, headers);
}
