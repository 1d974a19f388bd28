/** Reads the router's settings from the environment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTrusted } from './documents.mjs';
import { RouterSecrets } from './secrets.mjs';

const SUPERGRAPH = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));
const TRUSTED_DOCUMENTS = fileURLToPath(new URL('../trusted-documents.json', import.meta.url));

/**
 * Returns the settings; throws an Error that names the variable when one is invalid.
 * `subgraphUrls` has the address of each subgraph: the supergraph's, or the one that replaces it.
 */
export function readConfig(environment) {
  const supergraphFile = environment.SUPERGRAPH_FILE || SUPERGRAPH;
  const supergraph = readFile('SUPERGRAPH_FILE', supergraphFile);
  const urls = subgraphUrls(environment, supergraph);
  return Object.freeze({
    host: environment.ROUTER_HOST || '127.0.0.1',
    port: wholeNumber(environment, 'ROUTER_PORT', 4000),
    supergraph,
    storefrontFolder: storefrontFolder(environment.STOREFRONT_FOLDER),
    subgraphUrls: urls,
    routerSecrets: routerSecrets(environment.ROUTER_SECRETS_FOLDER, Object.keys(urls)),
    subgraphTimeoutSeconds: wholeNumber(environment, 'ROUTER_SUBGRAPH_TIMEOUT_SECONDS', 15),
    readTimeoutSeconds: wholeNumber(environment, 'ROUTER_READ_TIMEOUT_SECONDS', 10),
    answerTimeoutSeconds: wholeNumber(environment, 'ROUTER_ANSWER_TIMEOUT_SECONDS', 60),
    maxSockets: wholeNumber(environment, 'ROUTER_MAX_SOCKETS', 5_000),
    // More where a proxy stands in front: all of its clients have one address.
    maxSocketsOfAddress: wholeNumber(environment, 'ROUTER_MAX_SOCKETS_OF_ADDRESS', 50),
    corsOrigins: list(environment.ROUTER_CORS_ORIGINS),
    trusted: trustedDocuments(environment.TRUSTED_DOCUMENTS_FILE || TRUSTED_DOCUMENTS),
    trustedOnly: oneOf(environment, 'ROUTER_OPERATIONS', ['any', 'trusted']) === 'trusted',
    isDevelopment: environment.ROUTER_ENVIRONMENT === 'development',
    exposeCalls: environment.ROUTER_EXPOSE_CALLS === '1',
  });
}

function readFile(variable, file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${variable}: ${file} cannot be read (${error.code}).`);
  }
}

/** Where the built storefront is; undefined to serve none. */
function storefrontFolder(folder) {
  if (folder) readFile('STOREFRONT_FOLDER', join(folder, 'addresses.json'));
  return folder || undefined;
}

function trustedDocuments(file) {
  const variable = 'TRUSTED_DOCUMENTS_FILE';
  const manifest = readFile(variable, file);
  try {
    return readTrusted(manifest);
  } catch {
    throw new Error(`${variable}: ${file} is no manifest of documents by their SHA-256.`);
  }
}

/** Reads the secret for each subgraph, without which no subgraph answers. */
function routerSecrets(folder, subgraphs) {
  const variable = 'ROUTER_SECRETS_FOLDER';
  if (!folder) throw new Error(`${variable}: name the folder with a secret for each subgraph.`);
  try {
    return new RouterSecrets(folder, subgraphs);
  } catch (error) {
    throw new Error(`${variable}: ${error.path} cannot be read (${error.code}).`);
  }
}

/** Reads `ACCOUNT_URL` and so on, for each subgraph of the supergraph. */
function subgraphUrls(environment, supergraph) {
  const urls = {};
  for (const [, name, composed] of supergraph.matchAll(/@join__graph\(name: "(\w+)", url: "([^"]*)"/g)) {
    const variable = `${name.toUpperCase()}_URL`;
    const url = environment[variable] || composed;
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

/** One of the values; the first when none is given. */
function oneOf(environment, variable, values) {
  const given = environment[variable] || values[0];
  if (!values.includes(given)) throw new Error(`${variable}: ${given} is not one of ${values.join(', ')}.`);
  return given;
}

function list(commaSeparated = '') {
  return commaSeparated
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
