/** How much one client may ask: bytes, tokens, an operation's shape and cost, subscriptions. */
import { GraphQLError, parse, validate } from 'graphql';
import { operationCost } from './cost.mjs';
import { currentRecord } from './requests.mjs';
import { oversize } from './shape.mjs';
import { weightsOf } from './weights.mjs';

export const MAX_BODY_BYTES = 100_000;
export const MAX_TOKENS = 2_000;
/** How many errors a document or its variables are told: a short one may have a thousand. */
export const MAX_ERRORS = 5;
/** Half of what each subgraph allows: a plan adds keys and type names to what a client selects. */
export const MAX_COST = 10_000;
export const MAX_SHAPE = Object.freeze({
  depth: 20,
  fields: 1_000,
  rootFields: 30,
  // Without this limit, aliases could try a hundred passwords in one request.
  mutations: 10,
  aliases: 100,
  directives: 50,
  repeated: 30,
});
/** Operations in progress on one WebSocket. */
export const MAX_OPERATIONS = 50;

/**
 * Plugin: refuses a document of too many tokens while it is read, one too large before it is validated,
 * and one too costly before it is planned. Every answer tells its operation's cost.
 */
export function limitOperations({ supergraph }) {
  const weights = weightsOf(supergraph);

  function count({ args, setResultAndStopExecution }) {
    const cost = operationCost(args, weights);
    const record = currentRecord();
    if (record) record.cost = cost;
    if (cost > MAX_COST) setResultAndStopExecution({ errors: [tooCostly(cost)] });
    return cost;
  }

  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS }));
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, rules) => {
        const reason = oversize(document, MAX_SHAPE);
        return reason ? [tooLarge(reason)] : validate(schema, document, rules, { maxErrors: MAX_ERRORS });
      });
    },
    onExecute(execution) {
      const cost = count(execution);
      return { onExecuteDone: (done) => tellCost(cost, done) };
    },
    onSubscribe(subscription) {
      const cost = count(subscription);
      return {
        onSubscribeResult(subscribed) {
          if (subscribed.result.errors) tellCost(cost, subscribed);
          return { onNext: (next) => tellCost(cost, next) };
        },
      };
    },
  };
}

function tellCost(cost, { result, setResult }) {
  if (Symbol.asyncIterator in result) return;
  setResult({ ...result, extensions: { ...result.extensions, cost } });
}

function tooLarge(reason) {
  return new GraphQLError(reason, { extensions: { code: 'OPERATION_TOO_LARGE' } });
}

function tooCostly(cost) {
  return new GraphQLError(
    `The operation costs ${cost}, and at most ${MAX_COST} is served: ask for smaller pages or fewer fields.`,
    { extensions: { code: 'OPERATION_TOO_COSTLY', cost, limit: MAX_COST, http: { status: 400, spec: true } } },
  );
}

/** Returns the WebSocket's options with a limit on the operations in progress. */
export function limitSocket(options) {
  return {
    ...options,
    onSubscribe(context, id, payload) {
      // The new operation is counted already.
      if (Object.keys(context.subscriptions).length <= MAX_OPERATIONS) {
        return options.onSubscribe(context, id, payload);
      }
      const message = `This connection has ${MAX_OPERATIONS} operations in progress already.`;
      return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } })];
    },
  };
}
