/** Limits what one client may ask: bytes, tokens, depth, fields, mutations, subscriptions. */
import { GraphQLError, Kind, parse } from 'graphql';

export const MAX_BODY_BYTES = 100_000;
export const MAX_TOKENS = 2_000;
export const MAX_DEPTH = 20;
export const MAX_FIELDS = 1_000;
/** Without this limit, aliases could try a hundred passwords in one request. */
export const MAX_MUTATIONS = 10;
/** Operations in progress on one WebSocket. */
export const MAX_OPERATIONS = 50;

/** Plugin: refuses operations with too many tokens, levels, fields or mutations. */
export const limitOperations = {
  onParse({ setParseFn }) {
    setParseFn((source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS }));
  },
  onValidate({ addValidationRule }) {
    addValidationRule(operationSizeRule);
  },
};

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

/**
 * Validation rule: measures operations with each fragment counted wherever it is spread, in linear
 * time.
 */
export function operationSizeRule(context) {
  const fragments = new Map();

  /** `width`: fields at the first level; `fields`: at all levels. */
  function measure(selectionSet) {
    const size = { width: 0, depth: 0, fields: 0 };
    for (const selection of selectionSet?.selections ?? []) {
      const inner = measureInside(selection);
      const isField = selection.kind === Kind.FIELD;
      size.width += isField ? 1 : inner.width;
      size.depth = Math.max(size.depth, inner.depth + (isField ? 1 : 0));
      size.fields += inner.fields + (isField ? 1 : 0);
    }
    return size;
  }

  function measureInside(selection) {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return measure(selection.selectionSet);
    const name = selection.name.value;
    if (!fragments.has(name)) {
      // A fragment that spreads itself counts as empty inside itself; GraphQL's own rules refuse it.
      fragments.set(name, measure(undefined));
      fragments.set(name, measure(context.getFragment(name)?.selectionSet));
    }
    return fragments.get(name);
  }

  return {
    OperationDefinition(operation) {
      const { width, depth, fields } = measure(operation.selectionSet);
      const refuse = (message) => {
        const extensions = { code: 'OPERATION_TOO_LARGE' };
        context.reportError(new GraphQLError(message, { nodes: operation, extensions }));
      };
      if (depth > MAX_DEPTH) {
        refuse(`The operation is ${depth} fields deep; at most ${MAX_DEPTH} are served.`);
      }
      if (fields > MAX_FIELDS) {
        refuse(`The operation selects ${fields} fields; at most ${MAX_FIELDS} are served.`);
      }
      if (operation.operation === 'mutation' && width > MAX_MUTATIONS) {
        refuse(`The operation has ${width} mutations; at most ${MAX_MUTATIONS} are served.`);
      }
    },
  };
}
