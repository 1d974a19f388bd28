/** Prints data with its nulls raised: JSON cases of `sdl`, `query` and `data` on standard input. */
import { readFileSync } from 'node:fs';
import graphql from '../../router/gateway/node_modules/graphql/index.js';
import { raiseNulls } from '../../router/gateway/nulls.mjs';

const { buildSchema, parse } = graphql;
const cases = JSON.parse(readFileSync(0, 'utf8'));
const raised = cases.map(({ sdl, query, data }) =>
  raiseNulls(data, { schema: buildSchema(sdl), document: parse(query) }),
);
process.stdout.write(JSON.stringify(raised));
