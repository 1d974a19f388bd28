/** Refuses an operation that the planner would answer wrongly. */
import { GraphQLError, Kind } from 'graphql';

const INTROSPECTION = new Set(['__schema', '__type']);

/** Plugin: refuses introspection beside data. */
export const introspectionAlone = {
  onValidate({ addValidationRule }) {
    addValidationRule(introspectionAloneRule);
  },
};

/** Refuses introspection beside data: it is answered without a plan, and the data would be null. */
function introspectionAloneRule(context) {
  return {
    OperationDefinition(operation) {
      const names = operation.selectionSet.selections
        .filter(({ kind }) => kind === Kind.FIELD)
        .map(({ name }) => name.value);
      const asksSchema = names.some((name) => INTROSPECTION.has(name));
      const asksData = names.some((name) => !name.startsWith('__'));
      if (!asksSchema || !asksData) return;
      const extensions = { code: 'INTROSPECTION_NOT_ALONE' };
      const message = 'Ask for the schema and for data in two operations.';
      context.reportError(new GraphQLError(message, { nodes: operation, extensions }));
    },
  };
}
