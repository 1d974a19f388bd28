/** Calls subgraphs: counts the calls, limits their time, and answers when a subgraph fails. */
import { Kind } from 'graphql';
import { wasShed } from './admission/overload.mjs';
import { isGivenUp, limitCall } from './deadlines.mjs';
import { deadlineExceeded, subgraphUnavailable } from './errors.mjs';
import { log } from './logging.mjs';
import { newestOf } from './newest.mjs';
import { currentRecord } from './requests.mjs';
import { TIMED_OUT } from './transport.mjs';

/** Returns the address of each subgraph. */
export function transportEntries({ subgraphUrls }) {
  return Object.fromEntries(Object.entries(subgraphUrls).map(([name, location]) => [name, { location }]));
}

// Codes of a subgraph's own for a router that it does not know, which is no client's fault, and for a
// call that took too long.
const FAILURES = new Set(['UNKNOWN_CALLER', 'DEADLINE_EXCEEDED']);

/** Plugin: counts each call, limits its time, and answers in place of a subgraph that fails. */
export function guardCalls({ subgraphTimeoutSeconds }) {
  return {
    onSubgraphExecute({ subgraphName, executor, setExecutor }) {
      setExecutor(async (request) => {
        const call = limitCall(request, subgraphTimeoutSeconds * 1000);
        if (call.timeLimit <= 0) return lost(subgraphName, request);
        const calls = currentRecord()?.subgraphCalls;
        if (calls) calls[subgraphName] = (calls[subgraphName] ?? 0) + 1;
        const answerTo = (failure) => answerInstead(subgraphName, call, failure);
        try {
          const result = await executor(call);
          if (Symbol.asyncIterator in result) return newestOf(result, answerTo);
          if (wasShed(result)) return { data: nullsFor(request.document), errors: result.errors };
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
  if (isLate(call, failure)) return lost(subgraph, call);
  const reason = failure.code ?? failure.message;
  if (!isGivenUp(call)) log('error', 'subgraph_unavailable', { subgraph, reason });
  return { data: nullsFor(call.document), errors: [subgraphUnavailable(subgraph)] };
}

/** Whether the subgraph or the router stopped at the deadline. A mutation has none. */
function isLate({ isQuery }, failure) {
  return failure.extensions?.code === 'DEADLINE_EXCEEDED' || (isQuery && failure.code === TIMED_OUT);
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
