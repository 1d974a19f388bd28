/** Prints the costs of operations: `node costs.mjs SUPERGRAPH`, with a JSON list of them on standard input. */
import { readFileSync } from 'node:fs';
import { parse } from '../../router/gateway/node_modules/graphql/index.mjs';
import { operationCost } from '../../router/gateway/cost.mjs';
import { weightsOf } from '../../router/gateway/weights.mjs';

const weights = weightsOf(readFileSync(process.argv[2], 'utf8'));
const operations = JSON.parse(readFileSync(0, 'utf8'));
const costs = operations.map(({ query, variables }) =>
  operationCost({ document: parse(query), variableValues: variables }, weights),
);
process.stdout.write(JSON.stringify(costs));
