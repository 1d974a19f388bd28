/** The calls to subgraphs: counted, bounded in time, and their failures told plainly. */
import { EventEmitter } from 'node:events';
import { Agent } from 'node:http';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { Kind } from 'graphql';
import { subgraphUnavailable } from './errors.mjs';
import { SOCKET_HEADERS } from './headers.mjs';
import { log } from './logging.mjs';
import { currentRecord } from './requests.mjs';

export const transports = { http, ws };

/**
 * The pool of connections. Idle ones end here long before the subgraphs end them (75 seconds):
 * otherwise a call would now and then be sent into a closed one.
 */
export const connections = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 4_000 });

// Every call in flight listens to the transport's one abort signal; Node would warn from ten on.
EventEmitter.defaultMaxListeners = 0;

/** Where and how each subgraph is called. */
export function transportEntries({ subgraphUrls, subgraphTimeoutSeconds }) {
  const located = Object.entries(subgraphUrls).map(([name, location]) => [name, { location }]);
  return {
    ...Object.fromEntries(located),
    '*.http': {
      options: {
        timeout: subgraphTimeoutSeconds * 1000,
        // Joining equal queries in flight would hand one caller's answer to another; the router
        // knows too little of who may see what to decide that it may.
        deduplicateInflightRequests: false,
        subscriptions: { kind: 'ws', headers: SOCKET_HEADERS },
      },
    },
  };
}

// What the HTTP transport says when no GraphQL answer came, in its own words.
const TRANSPORT_FAILURES = new Set([
  'SUBREQUEST_HTTP_ERROR',
  'RESPONSE_VALIDATION_FAILED',
  'TIMEOUT_ERROR',
]);

/** Plugin: counts each call, and answers for a subgraph that does not. */
export const overseeCalls = {
  onSubgraphExecute({ subgraphName, executor, setExecutor }) {
    const calls = currentRecord()?.subgraphCalls;
    if (calls) calls[subgraphName] = (calls[subgraphName] ?? 0) + 1;

    setExecutor(async (request) => {
      try {
        const result = await executor(request);
        const failure = result.errors?.find(({ extensions }) => TRANSPORT_FAILURES.has(extensions?.code));
        return failure ? unavailable(subgraphName, request, failure) : result;
      } catch (failure) {
        return unavailable(subgraphName, request, failure);
      }
    });
  },
};

function unavailable(subgraph, { document }, failure) {
  const reason = failure.originalError?.code ?? failure.message;
  log('error', 'subgraph_unavailable', { subgraph, reason });
  return { data: nullsFor(document), errors: [subgraphUnavailable(subgraph)] };
}

/** A null for each root field that was asked for: an answer with no data at all reads as none. */
function nullsFor(document) {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const fields = operation.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD);
  return Object.fromEntries(fields.map(({ alias, name }) => [(alias ?? name).value, null]));
}

/** Plugin: answers with a header that counts the calls made, such as `account=1, booking=2`. */
export const exposeCalls = {
  onResponse({ response }) {
    const calls = Object.entries(currentRecord()?.subgraphCalls ?? {}).sort();
    const counted = calls.map(([subgraph, count]) => `${subgraph}=${count}`);
    response.headers.set('x-subgraph-calls', counted.join(', '));
  },
};
