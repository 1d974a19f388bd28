/** Refuses variables that their types do not allow, before anything is planned for them. */
import { getOperationAST, getVariableValues } from 'graphql';
import { coded } from './errors.mjs';
import { MAX_ERRORS } from './limits.mjs';

/**
 * Plugin: the executor would tell every wrong value of a list of thousands, and the runtime would
 * log each of them, with all that stands beside it.
 */
export const checkVariables = { onExecute: check, onSubscribe: check };

function check({ args: { schema, document, operationName, variableValues }, setResultAndStopExecution }) {
  const { variableDefinitions = [] } = getOperationAST(document, operationName);
  const options = { maxErrors: MAX_ERRORS };
  const { errors } = getVariableValues(schema, variableDefinitions, variableValues ?? {}, options);
  if (errors) setResultAndStopExecution({ errors: errors.map(coded) });
}
