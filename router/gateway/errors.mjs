/** The errors that a client sees when something fails. */
import { GraphQLError } from 'graphql';
import { log } from './logging.mjs';
import { raiseNulls } from './nulls.mjs';
import { currentRecord } from './requests.mjs';

/**
 * A subgraph did not answer, or not with GraphQL. Its fields are null. The error reveals neither
 * its address nor the cause.
 */
export function subgraphUnavailable(subgraph) {
  return new GraphQLError(`The ${subgraph} service cannot be reached right now. Try again in a moment.`, {
    extensions: {
      code: 'SUBGRAPH_UNAVAILABLE',
      subgraph,
      correlationId: currentRecord()?.correlationId,
    },
  });
}

/** A query's time is over before this subgraph answered. Its fields are null. */
export function deadlineExceeded(subgraph) {
  const message = `The time for this request is over before the ${subgraph} service answered. Try again in a moment, or ask for less.`;
  return new GraphQLError(message, {
    extensions: {
      code: 'DEADLINE_EXCEEDED',
      subgraph,
      correlationId: currentRecord()?.correlationId,
    },
  });
}

/** A request that is not GraphQL over HTTP as the router speaks it. */
export function refusedRequest(status, code, message, headers) {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/** Answers a request before it is known to be GraphQL. */
export function answerError(response, status, code, message, headers) {
  currentRecord()?.errorCodes.push(code);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  return response.end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

/**
 * Error masking for the runtime: errors from subgraphs and from validation pass unchanged. Any
 * other error is a fault of the router, which it logs and hides.
 */
export const maskedErrors = {
  maskError(error) {
    if (error instanceof GraphQLError && isMeantForClients(error)) return coded(error);
    const record = currentRecord();
    if (record) record.fault = error?.message;
    log('error', 'fault', { reason: error?.message, stack: error?.stack });
    return new GraphQLError('Internal server error', {
      path: error?.path,
      extensions: {
        code: 'INTERNAL_SERVER_ERROR',
        correlationId: record?.correlationId,
        http: { status: 500, spec: true },
      },
    });
  },
};

/** An error that only wraps a GraphQLError, for example to relocate it, is meant for clients too. */
function isMeantForClients(error) {
  const cause = error.originalError;
  return cause == null || (cause instanceof GraphQLError && isMeantForClients(cause));
}

/**
 * Plugin: completes what the executor leaves open. An error of the request itself has a code and
 * no data; once a field was asked for, there is data, if only null, and no null where the schema has none.
 */
export const completeAnswers = {
  onExecute({ args }) {
    return { onExecuteDone: ({ result, setResult }) => setResult(complete(result, args)) };
  },
};

function complete(result, args) {
  if (Symbol.asyncIterator in result) return result;
  if (result.data && result.errors) return { ...result, data: raiseNulls(result.data, args) };
  if (result.data !== undefined) return result;
  // An operation of which @skip leaves nothing has an answer all the same.
  if (result.errors === undefined) return { ...result, data: {} };
  const isFieldError = result.errors.some(({ path }) => path !== undefined);
  return isFieldError ? { ...result, data: null } : { ...result, errors: result.errors.map(coded) };
}

/** The error with a code. Without one it is about the values of the operation's variables. */
export function coded(error) {
  if (error.extensions?.code) return error;
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400, spec: true }, ...error.extensions },
  });
}
