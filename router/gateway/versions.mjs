/** Asks a subgraph for the version of its data, by which answers are kept. */
import { get } from 'node:http';
import { connections } from './subgraphs.mjs';

const PATIENCE_MS = 1_000;
const VERSION = /^\d+$/;

/**
 * Returns `current(subgraph)`: a promise of the subgraph's version, read after the call began, or
 * of undefined when it cannot be read. Requests that arrive at the same moment share a read.
 */
export function subgraphVersions(subgraphUrls) {
  const readers = new Map();
  return function current(subgraph) {
    if (!readers.has(subgraph)) readers.set(subgraph, sharedReads(new URL('/version', subgraphUrls[subgraph])));
    return readers.get(subgraph)();
  };
}

/**
 * A running read may miss a change that a new request's client has seen already. So a request that
 * arrives while one runs waits for the next, which all such requests share.
 */
function sharedReads(url) {
  let reading;
  let next;
  const start = () => {
    const started = read(url).finally(() => {
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

function read(url) {
  return new Promise((resolve) => {
    const request = get(url, { agent: connections, timeout: PATIENCE_MS }, (response) => {
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
