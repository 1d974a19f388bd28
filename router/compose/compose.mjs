/**
 * Composes the subgraphs that a supergraph.yaml names, with two composers.
 *
 *     node compose.mjs supergraph.yaml
 *
 * Prints JSON: `supergraph` is the SDL for the router, `api` the schema that clients see. Exits with
 * 1 and the reasons on standard error when a composer refuses, or when their APIs differ: a
 * supergraph that only one vendor accepts would tie the project to that vendor.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { composeServices as composeWithApollo } from '@apollo/composition';
import {
  composeServices as composeWithGuild,
  transformSupergraphToPublicSchema,
} from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';

const [file] = process.argv.slice(2);
const services = readServices(file);
const supergraph = compose("Apollo's composer", composeWithApollo, services);
const portable = compose("The Guild's composer", composeWithGuild, services);
const api = publicSchema(supergraph);
if (api !== publicSchema(portable)) refuse('The two composers disagree about the API schema.');
process.stdout.write(JSON.stringify({ supergraph, api }));

function readServices(file) {
  const { subgraphs } = parseYaml(readFileSync(file, 'utf8'));
  return Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => {
    const path = resolve(dirname(file), schema.file);
    if (!existsSync(path)) refuse(`The subgraph ${name} has no ${schema.file}.`);
    return { name, url, typeDefs: parse(readFileSync(path, 'utf8')) };
  });
}

function compose(composer, composeServices, services) {
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (!supergraphSdl) {
    refuse(`${composer} refuses the subgraphs:`, ...errors.map(({ message }) => `- ${message}`));
  }
  return supergraphSdl;
}

/** Returns the schema without federation's types and @inaccessible names, sorted for comparison. */
function publicSchema(supergraphSdl) {
  const document = transformSupergraphToPublicSchema(parse(supergraphSdl));
  return printSchema(lexicographicSortSchema(buildASTSchema(document)));
}

function refuse(...lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
