/** Calls subgraphs: counts the calls, limits their time, and answers when a subgraph fails. */
import { EventEmitter } from 'node:events';
import { Agent } from 'node:http';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { Kind } from 'graphql';
import { wasShed } from './admission/overload.mjs';
import { isGivenUp, isOver, limitCall } from './deadlines.mjs';
import { deadlineExceeded, subgraphUnavailable } from './errors.mjs';
import { socketHeaders } from './headers.mjs';
import { log } from './logging.mjs';
import { newestOf } from './newest.mjs';
import { currentRecord } from './requests.mjs';

export const transports = { http, ws };

/**
 * The connection pool. It closes idle connections long before the subgraphs do (75 seconds), so
 * that no call is sent on a connection that its subgraph has just closed.
 */
export const connections = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 4_000 });

// All calls in flight listen to one abort signal of the transport; Node warns at more than ten.
EventEmitter.defaultMaxListeners = 0;

/** Returns the address of each subgraph and the options of its transport. */
export function transportEntries({ subgraphUrls, subgraphTimeoutSeconds }) {
  const own = ([name, location]) => [
    name,
    { location, options: { subscriptions: { kind: 'ws', headers: socketHeaders(name) } } },
  ];
  return {
    ...Object.fromEntries(Object.entries(subgraphUrls).map(own)),
    '*.http': {
      options: {
        timeout: subgraphTimeoutSeconds * 1000,
        // Joining equal queries in flight would give one caller's answer to another. The router
        // does not know who may see what.
        deduplicateInflightRequests: false,
      },
    },
  };
}

// The codes of the HTTP transport for calls without a GraphQL answer, a subgraph's own for a router
// that it does not know, which is no client's fault, and for a call that took too long.
const FAILURES = new Set([
  'UNKNOWN_CALLER',
  'SUBREQUEST_HTTP_ERROR',
  'RESPONSE_VALIDATION_FAILED',
  'TIMEOUT_ERROR',
  'DEADLINE_EXCEEDED',
]);

/** Plugin: counts each call, limits its time, and answers in place of a subgraph that fails. */
export function guardCalls({ subgraphTimeoutSeconds }) {
  return {
    onSubgraphExecute({ subgraphName, executor, setExecutor }) {
      setExecutor(async (request) => {
        const call = limitCall(request, subgraphTimeoutSeconds * 1000);
        if (isOver(call)) return lost(subgraphName, request);
        const calls = currentRecord()?.subgraphCalls;
        if (calls) calls[subgraphName] = (calls[subgraphName] ?? 0) + 1;
        const answerTo = (failure) => answerInstead(subgraphName, call, failure);
        try {
          const result = await executor(call.request);
          if (Symbol.asyncIterator in result) return newestOf(result, answerTo);
          if (wasShed(result)) return { data: nullsFor(call.request.document), errors: result.errors };
          const failure = result.errors?.find(({ extensions }) => FAILURES.has(extensions?.code));
          return failure ? answerTo(failure) : result;
        } catch (failure) {
          return answerTo(failure);
        }
      });
    },
  };
}

function answerInstead(subgraph, call, failure) {
  const { request } = call;
  if (isOver(call) || failure.extensions?.code === 'DEADLINE_EXCEEDED') return lost(subgraph, request);
  const reason = failure.originalError?.code ?? failure.message;
  if (!isGivenUp(call)) log('error', 'subgraph_unavailable', { subgraph, reason });
  return { data: nullsFor(request.document), errors: [subgraphUnavailable(subgraph)] };
}

function lost(subgraph, { document }) {
  log('warn', 'deadline_exceeded', { subgraph });
  return { data: nullsFor(document), errors: [deadlineExceeded(subgraph)] };
}

/** Returns null for each requested root field; the runtime treats an answer without data as none. */
function nullsFor(document) {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const fields = operation.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD);
  return Object.fromEntries(fields.map(({ alias, name }) => [(alias ?? name).value, null]));
}

/** How many calls a request has made. */
export function callsOf({ subgraphCalls }) {
  return Object.values(subgraphCalls).reduce((sum, count) => sum + count, 0);
}

/** The header that counts the calls, such as `account=1, booking=2`; empty without any. */
export const CALLS_HEADER = 'x-subgraph-calls';

/** Plugin: adds that header. */
export const exposeCalls = {
  onResponse({ response }) {
    const calls = Object.entries(currentRecord()?.subgraphCalls ?? {}).sort();
    const counted = calls.map(([subgraph, count]) => `${subgraph}=${count}`);
    response.headers.set(CALLS_HEADER, counted.join(', '));
  },
};
