/** Sends operations to subgraphs: a POST for each, and a subscription over a WebSocket. */
import { Agent, request as open } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import ws from '@graphql-mesh/transport-ws';
import { GraphQLError, print } from 'graphql';
import { TIME_LIMIT_HEADER } from './deadlines.mjs';
import { socketHeaders } from './headers.mjs';
import { ROUTER_SECRET } from './secrets.mjs';

/**
 * The connection pool. It closes idle connections long before the subgraphs do (75 seconds), so
 * that no call is sent on a connection that its subgraph has just closed.
 */
export const connections = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 4_000 });

const SENT = { accept: 'application/graphql-response+json, application/json', 'content-type': 'application/json' };

/**
 * The transports of the runtime. Each of `learners` sees the status and the headers of every answer.
 *
 * This is not the runtime's own HTTP transport. That one makes a Fetch request and response, and
 * joins several abort signals, for each call: half of what a small call costs the router.
 */
export function transports(config, learners) {
  return { http: { getSubgraphExecutor: (given) => executorOf(given, config, learners) }, ws };
}

/** Returns the function that sends an operation to a subgraph; it throws when there is no GraphQL answer. */
function executorOf({ subgraphName, transportEntry, getTransportExecutor }, { routerSecrets }, learners) {
  const address = { ...urlToHttpOptions(new URL(transportEntry.location)), method: 'POST', agent: connections };
  let streams;

  async function execute(call) {
    if (call.operationType === 'subscription') {
      streams ??= getTransportExecutor({ ...transportEntry, kind: 'ws', headers: socketHeaders(subgraphName) });
      return (await streams)(call);
    }
    const secret = routerSecrets.bySubgraph[subgraphName];
    const headers = { ...SENT, ...call.context.forwarded, [ROUTER_SECRET]: secret };
    if (call.millisecondsForAnswer !== undefined) headers[TIME_LIMIT_HEADER] = call.millisecondsForAnswer;
    const response = await post({ ...address, headers }, bodyOf(call), call);
    for (const learn of learners) learn(response);
    return answerOf(response);
  }
  execute[Symbol.asyncDispose] = async () => (await streams)?.[Symbol.asyncDispose]();
  return execute;
}

function bodyOf({ document, variables, operationName }) {
  return JSON.stringify({ query: textOf(document), variables, operationName });
}

const texts = new WeakMap();

/** Plans are kept, and so are their documents. */
function textOf(document) {
  if (!texts.has(document)) texts.set(document, print(document));
  return texts.get(document);
}

/** How a call ends that takes too long, as `code` of the error. */
export const TIMED_OUT = 'TIMED_OUT';

/**
 * Returns status, headers and text of the answer. It fails after the call's time limit, and when one
 * of its signals says that nobody needs the answer.
 */
function post(options, body, { timeLimit, givenUpBy }) {
  return new Promise((resolve, reject) => {
    const call = open(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => end(resolve, { status: response.statusCode, headers: response.headers, text }));
      response.once('error', fail);
    });
    const fail = (error) => end(reject, error);
    const giveUp = () => call.destroy(new Error('Nobody needs the answer any more.'));
    const timer = setTimeout(() => call.destroy(timedOut()), timeLimit);
    const end = (settle, outcome) => {
      clearTimeout(timer);
      for (const signal of givenUpBy) signal.removeEventListener('abort', giveUp);
      settle(outcome);
    };
    for (const signal of givenUpBy) {
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp);
    }
    call.once('error', fail);
    call.end(body);
  });
}

function timedOut() {
  return Object.assign(new Error('The subgraph took too long.'), { code: TIMED_OUT });
}

function answerOf({ status, text }) {
  const answer = parse(text);
  if (answer?.data == null && !answer?.errors?.length) {
    throw new Error(`The subgraph gave no GraphQL answer, but status ${status} and ${text.length} characters.`);
  }
  if (!Array.isArray(answer.errors)) return answer;
  const errors = answer.errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions }));
  return { ...answer, errors };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
