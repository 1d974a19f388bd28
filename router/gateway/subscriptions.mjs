/** Subscriptions over WebSockets, by the graphql-transport-ws protocol, at the same address. */
import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { FORWARDED_HEADERS, settleHeaders } from './headers.mjs';
import { limitSocket, MAX_BODY_BYTES } from './limits.mjs';
import { recording } from './requests.mjs';

/** What a header may hold. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** Accept WebSockets on the server; gives a function that says goodbye to all of them. */
export function serveSubscriptions(server, gateway, config) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  const options = recorded(limitSocket(getGraphQLWSOptions(gateway, contextOf)));
  const served = useServer(options, sockets);
  server.on('upgrade', (request, socket, head) => {
    // Node no longer listens once a socket is upgraded, and an error that nobody hears is fatal.
    socket.on('error', () => socket.destroy());
    if (request.url.split('?', 1)[0] !== '/graphql' || isForeign(request, config)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    settleHeaders(request.headers, socket.remoteAddress);
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });
  return () => served.dispose();
}

/**
 * Whether another site's page opened the socket: browsers send cookies with such handshakes and
 * ask no server for leave.
 */
function isForeign({ headers }, { corsOrigins }) {
  const { origin, host } = headers;
  if (!origin || corsOrigins.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** The handshake stands for the request; browsers can give a bearer token only in its payload. */
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

/** The options with each operation run under its connection's correlation id. */
function recorded(options) {
  const run = (answer) => (args) =>
    recording(args.contextValue.request.headers.get('x-correlation-id'), () => answer(args));
  return { ...options, execute: run(options.execute), subscribe: run(options.subscribe) };
}
