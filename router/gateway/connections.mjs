/** What the router expects of a connection: whole requests in time, and a client that takes its answer. */
import { log } from './logging.mjs';

/** How often connections are looked at. */
const CHECK_SECONDS = 1;

/** What Node's parser and its clock say of a connection, as status, code and message for the client. */
const REFUSALS = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'REQUEST_TIMEOUT', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'HEADERS_TOO_LARGE', 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'REQUEST_TOO_LARGE', 'The chunk extensions are too large.'],
};
const MALFORMED = ['400 Bad Request', 'BAD_REQUEST', 'This is no valid HTTP request.'];

/** Options of the HTTP server: the whole request arrives within the limit, from its first byte on. */
export function connectionLimits({ readTimeoutSeconds }) {
  return {
    requestTimeout: readTimeoutSeconds * 1000,
    headersTimeout: readTimeoutSeconds * 1000,
    connectionsCheckingInterval: CHECK_SECONDS * 1000,
  };
}

/** Answers what never became a request, logs it, and closes the connection. */
export function refuseConnection(error, socket) {
  const isGone = error.code === 'ECONNRESET' || !socket.writable;
  if (isGone) {
    socket.destroy();
    return;
  }
  const [status, code, message] = REFUSALS[error.code] ?? MALFORMED;
  log('info', 'connection_refused', { status: parseInt(status, 10), errors: [code] });
  // Half an answer is under way when a request is refused before all of it was read.
  if (!socket._httpMessage?.headersSent) socket.write(closingAnswer(status, code, message));
  socket.destroySoon();
}

/** An answer to bytes that no request object stands for. */
export function closingAnswer(status, code, message, headers = []) {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** Ends the connection of a client that does not take its answer, which waits in memory. */
export function limitAnswerTime(response, { answerTimeoutSeconds }) {
  response.once('prefinish', () => {
    const timer = setTimeout(() => response.destroy(), answerTimeoutSeconds * 1000);
    response.once('close', () => clearTimeout(timer));
  });
}
