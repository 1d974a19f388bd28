/** What the router in production keeps to itself: the schema, and names that nobody asked for. */
import { NoSchemaIntrospectionCustomRule } from 'graphql';

const SUGGESTION = / Did you mean [^?]*\?/;

/** Plugin: refuses introspection, and takes "Did you mean …" out of errors. */
export const hideSchema = {
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
  },
  onResultProcess({ result }) {
    for (const error of result.errors ?? []) {
      error.message = error.message.replace(SUGGESTION, '');
    }
  },
};
