/** What a client is told when something failed. */
import { GraphQLError } from 'graphql';
import { log } from './logging.mjs';
import { currentRecord } from './requests.mjs';

/**
 * A subgraph did not answer, or not with GraphQL. The fields that it owns are null; nobody learns
 * its address or the cause from this.
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

/**
 * Error masking for the runtime: an error that a subgraph or the validation gave goes on as it
 * is; whatever else the router tripped over is its own business.
 */
export const maskedErrors = {
  maskError(error) {
    if (error instanceof GraphQLError && isMeantForClients(error)) return error;
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

/** Errors that only wrap another GraphQLError (as relocating them does) are still meant for clients. */
function isMeantForClients(error) {
  const cause = error.originalError;
  return cause == null || (cause instanceof GraphQLError && isMeantForClients(cause));
}
