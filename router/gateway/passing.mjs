/** Passes on what subgraphs serve beside GraphQL, so that pages find it at their own origin. */
import { request as call } from 'node:http';
import { log } from './logging.mjs';
import { connections } from './transport.mjs';

/** The addresses and whose they are; the proxy in front of Apollo Router does the same. */
const PASSED = [
  [/^\/posters\/[\w-]+\.svg$/, 'catalog'],
  [/^\/bookings\/[\w-]+\/tickets\.pdf$/, 'booking'],
];
const SENT = ['accept-encoding', 'authorization', 'cookie', 'if-none-match', 'traceparent', 'x-correlation-id', 'x-forwarded-for'];
const RETURNED = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-length',
  'content-security-policy',
  'content-type',
  'cross-origin-resource-policy',
  'etag',
  'www-authenticate',
  'x-content-type-options',
];

/** Returns a function that passes a request on if it is for one of these, and tells whether it is. */
export function passing({ subgraphUrls, subgraphTimeoutSeconds }) {
  return (request, response) => {
    const [path] = request.url.split('?', 1);
    const subgraph = PASSED.find(([pattern]) => pattern.test(path))?.[1];
    if (request.method !== 'GET' || !(subgraph in subgraphUrls)) return false;
    const passed = call(new URL(path, subgraphUrls[subgraph]), {
      agent: connections,
      headers: pick(request.headers, SENT),
      timeout: subgraphTimeoutSeconds * 1000,
    });
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode, pick(answer.headers, RETURNED));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    passed.on('timeout', () => passed.destroy(new Error('it took too long')));
    passed.on('error', (error) => {
      log('warn', 'passing_failed', { subgraph, reason: error.message });
      if (response.headersSent) return response.destroy();
      return response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '5' }).end(`${subgraph} is not available.\n`);
    });
    response.once('close', () => passed.destroy());
    passed.end();
    return true;
  };
}

function pick(headers, names) {
  return Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]));
}
