/** Asks a subgraph for the version of its data, by which answers are kept. */
import { get } from 'node:http';
import { ROUTER_SECRET } from './secrets.mjs';
import { connections } from './transport.mjs';

const PATIENCE_MS = 1_000;
const VERSION = /^\d+$/;

/**
 * Returns `current(subgraph)`: a promise of the subgraph's version, read after the call began, or
 * of undefined when it cannot be read. Requests that arrive at the same moment share a read.
 */
export function subgraphVersions({ subgraphUrls, routerSecrets }) {
  const readers = new Map();
  return function current(subgraph) {
    if (!readers.has(subgraph)) {
      const url = `${subgraphUrls[subgraph]}/version`;
      const secret = () => ({ [ROUTER_SECRET]: routerSecrets.bySubgraph[subgraph] });
      readers.set(subgraph, sharedReads(() => read(url, secret())));
    }
    return readers.get(subgraph)();
  };
}

/**
 * A running read may miss a change that a new request's client has seen already. So a request that
 * arrives while one runs waits for the next, which all such requests share.
 */
function sharedReads(read) {
  let reading;
  let next;
  const start = () => {
    const started = read().finally(() => {
      if (reading === started) reading = undefined;
    });
    reading = started;
    next = undefined;
    return started;
  };
  return () => {
    if (!reading) return start();
    next ??= reading.then(start);
    return next;
  };
}

function read(url, headers) {
  return new Promise((resolve) => {
    const request = get(url, { agent: connections, headers, timeout: PATIENCE_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (body += chunk));
      response.once('error', () => resolve(undefined));
      response.once('end', () => resolve(response.statusCode === 200 && VERSION.test(body) ? body : undefined));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
  });
}
