/** Reads the router's settings from the environment. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SUPERGRAPH = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

/**
 * Returns the settings; throws an Error that names the variable when one is invalid.
 * `subgraphUrls` has only the addresses that replace those in the supergraph.
 */
export function readConfig(environment) {
  const supergraphFile = environment.SUPERGRAPH_FILE || SUPERGRAPH;
  const supergraph = readSupergraph(supergraphFile);
  return Object.freeze({
    host: environment.ROUTER_HOST || '127.0.0.1',
    port: wholeNumber(environment, 'ROUTER_PORT', 4000),
    supergraph,
    subgraphUrls: subgraphUrls(environment, supergraph),
    subgraphTimeoutSeconds: wholeNumber(environment, 'ROUTER_SUBGRAPH_TIMEOUT_SECONDS', 15),
    corsOrigins: list(environment.ROUTER_CORS_ORIGINS),
    isDevelopment: environment.ROUTER_ENVIRONMENT === 'development',
    exposeCalls: environment.ROUTER_EXPOSE_CALLS === '1',
  });
}

function readSupergraph(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`SUPERGRAPH_FILE: ${file} cannot be read (${error.code}).`);
  }
}

/** Reads `ACCOUNT_URL` and so on, for each subgraph of the supergraph. */
function subgraphUrls(environment, supergraph) {
  const urls = {};
  for (const [, name] of supergraph.matchAll(/@join__graph\(name: "(\w+)"/g)) {
    const variable = `${name.toUpperCase()}_URL`;
    const url = environment[variable];
    if (!url) continue;
    if (!isHttp(url)) throw new Error(`${variable}: ${url} is not an http URL.`);
    urls[name] = url;
  }
  return urls;
}

function isHttp(url) {
  return URL.canParse(url) && new URL(url).protocol === 'http:';
}

function wholeNumber(environment, variable, fallback) {
  const given = environment[variable];
  if (!given) return fallback;
  if (!/^\d+$/.test(given)) throw new Error(`${variable}: ${given} is not a whole number.`);
  return Number(given);
}

function list(commaSeparated = '') {
  return commaSeparated
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
