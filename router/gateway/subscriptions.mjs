/** Serves subscriptions over WebSockets (graphql-transport-ws) at the same address. */
import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { closingAnswer } from './connections.mjs';
import { FORWARDED_HEADERS, prepareHeaders } from './headers.mjs';
import { limitSocket, MAX_BODY_BYTES } from './limits.mjs';
import { log } from './logging.mjs';
import { isGraphQL } from './parsing.mjs';
import { withRecord } from './requests.mjs';

/** What only a server says. The library takes it for a fault of its own. */
const SERVER_SAYS = new Set(['connection_ack', 'next', 'error']);
/** The characters that a header may have. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** Accepts WebSockets on the server; returns a function that closes all of them. */
export function serveSubscriptions(server, gateway, admission, config, limits) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  const options = recorded(admitted(limitSocket(getGraphQLWSOptions(gateway, contextOf)), admission));
  const served = useServer({ ...options, jsonMessageReviver: refuseServersWords }, sockets);
  server.on('upgrade', (request, socket, head) => {
    // Node does not listen on an upgraded socket, and an error without a listener is fatal.
    socket.on('error', () => socket.destroy());
    if (!isGraphQL(request) || isForeign(request, config)) {
      const message = 'A page of another site could have opened this socket.';
      refuse(socket, { status: 403, reason: 'Forbidden', code: 'CROSS_SITE_REQUEST', message });
      return;
    }
    const address = socket.remoteAddress;
    const refusal = limits.refusal(address);
    if (refusal) {
      refuse(socket, { ...refusal, code: 'TOO_MANY_CONNECTIONS', headers: ['Retry-After: 10'] });
      return;
    }
    prepareHeaders(request.headers, address);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      limits.count(ws, address);
      sockets.emit('connection', ws, request);
      // The library would write a stack trace of its own, and ws has closed the socket with a code.
      ws.removeAllListeners('error').on('error', logBrokenSocket);
    });
  });
  return () => served.dispose();
}

/** Sees each value of a message, the message itself under no name; what it throws closes the socket. */
function refuseServersWords(name, value) {
  if (name === '' && SERVER_SAYS.has(value?.type)) throw new Error(`A client does not say ${value.type}.`);
  return value;
}

function refuse(socket, { status, reason, code, message, headers }) {
  log('info', 'connection_refused', { status, errors: [code] });
  socket.end(closingAnswer(`${status} ${reason}`, code, message, headers), () => socket.destroy());
}

/** Logs frames that are too large or no frames at all: a client sent them. */
function logBrokenSocket({ code }) {
  log('info', 'connection_refused', { errors: [code] });
}

/**
 * Returns whether a page of another site opened the socket. Browsers send cookies with such a
 * handshake, without a CORS preflight.
 */
function isForeign({ headers }, { corsOrigins }) {
  const { origin, host } = headers;
  if (!origin || corsOrigins.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Makes a request of the handshake. Browsers can send a bearer token only in its payload. */
function contextOf({ extra, connectionParams }) {
  const headers = new Headers();
  for (const name of FORWARDED_HEADERS) {
    const value = extra.request.headers[name];
    if (value) headers.set(name, value);
  }
  const { authorization } = connectionParams ?? {};
  if (typeof authorization === 'string' && PRINTABLE.test(authorization)) {
    headers.set('authorization', authorization);
  }
  return { request: new Request('http://router/graphql', { headers }) };
}

/** Returns the options with operations that begin only while the router has room for them. */
function admitted(options, admission) {
  return {
    ...options,
    async onSubscribe(context, id, payload) {
      const refusal = admission.refusal(payload);
      return refusal ? [refusal] : options.onSubscribe(context, id, payload);
    },
    execute: (args) => admission.counted(() => options.execute(args)),
  };
}

/** Returns the options with a record for each operation, under its connection's correlation id. */
function recorded(options) {
  const run = (answer) => (args) =>
    withRecord(args.contextValue.request.headers.get('x-correlation-id'), () => answer(args));
  return { ...options, execute: run(options.execute), subscribe: run(options.subscribe) };
}
