/** The answer to work that is shed, by the router or by a subgraph. */
import { GraphQLError } from 'graphql';

export const OVERLOADED = 'SERVICE_OVERLOADED';
const RETRY_AFTER_SECONDS = 1;
const MESSAGE =
  'The service has too much to do right now and has not begun this: nothing has changed. Try again in a moment.';
const EXTENSIONS = { code: OVERLOADED, retryAfterSeconds: RETRY_AFTER_SECONDS };
const BODY = JSON.stringify({ errors: [{ message: MESSAGE, extensions: EXTENSIONS }] });
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(BODY),
  'retry-after': RETRY_AFTER_SECONDS,
};

export function overloaded() {
  return new GraphQLError(MESSAGE, { extensions: EXTENSIONS });
}

/** Answers a request of Node's that is shed. Pages of allowed origins may read the answer. */
export function answerOverloaded({ headers: { origin } }, response, { corsOrigins }) {
  const cors = corsOrigins.includes(origin)
    ? { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' }
    : {};
  response.writeHead(503, { ...HEADERS, ...cors }).end(BODY);
}

/** Whether a subgraph shed the call. */
export function wasShed({ data, errors }) {
  return data == null && errors?.some(isOverload);
}

/** Plugin: an operation of which nothing was begun has the HTTP status that says so. */
export const passOverloads = {
  onExecute() {
    return { onExecuteDone: ({ result, setResult }) => setResult(withStatus(result)) };
  },
};

function withStatus(result) {
  const { data, errors } = result;
  if (!errors?.every(isOverload)) return result;
  if (Object.values(data ?? {}).some((value) => value !== null)) return result;
  const [first, ...others] = errors;
  const { retryAfterSeconds = RETRY_AFTER_SECONDS } = first.extensions;
  const http = { status: 503, headers: { 'retry-after': String(retryAfterSeconds) } };
  const { message, nodes, source, positions, path, originalError, extensions } = first;
  const told = { nodes, source, positions, path, originalError, extensions: { ...extensions, http } };
  // Nothing was begun, so there is no data.
  return { errors: [new GraphQLError(message, told), ...others], extensions: result.extensions };
}

function isOverload({ extensions }) {
  return extensions?.code === OVERLOADED;
}
