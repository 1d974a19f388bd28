/** A corner in which the planner would answer wrongly. */
import { GraphQLError, Kind } from 'graphql';

const INTROSPECTION = new Set(['__schema', '__type']);

/** Plugin: refuses it. */
export const introspectionAlone = {
  onValidate({ addValidationRule }) {
    addValidationRule(introspectionAloneRule);
  },
};

/** Introspection is answered without a plan: what stands beside it would silently be null. */
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
