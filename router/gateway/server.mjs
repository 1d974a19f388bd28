/** The router's process: serves HTTP and WebSockets, and stops in order. */
import { createServer } from 'node:http';
import { Admission } from './admission/admission.mjs';
import { readConfig } from './config.mjs';
import { readBody } from './bodies.mjs';
import { connectionLimits, limitAnswerTime, refuseConnection } from './connections.mjs';
import { answerError } from './errors.mjs';
import { createGateway } from './gateway.mjs';
import { answerGraphiQL, wantsGraphiQL } from './graphiql.mjs';
import { prepareHeaders } from './headers.mjs';
import { log, logAnswer } from './logging.mjs';
import { answerMethod, isGraphQL } from './parsing.mjs';
import { passing } from './passing.mjs';
import { readyAnswers } from './ready.mjs';
import { withRecord } from './requests.mjs';
import { SocketLimits } from './sockets.mjs';
import { storefront } from './storefront.mjs';
import { serveSubscriptions } from './subscriptions.mjs';
import { CALLS_HEADER } from './subgraphs.mjs';
import { subgraphVersions } from './versions.mjs';

const SHUTDOWN_SECONDS = 2;
const HEALTH_METHODS = ['GET', 'HEAD'];

function main() {
  const config = readConfig(process.env);
  if (config.isDevelopment) {
    log('warn', 'development_mode', { open_to_all: 'introspection, suggestions, GraphiQL' });
  }
  config.routerSecrets.follow();
  const ready = readyAnswers(subgraphVersions(config));
  const limits = new SocketLimits(config);
  const admission = new Admission(config);
  const gateway = createGateway(config, ready.keepAnswers, admission.learn, limits);
  const pages = [passing(config), ...(config.storefrontFolder ? [storefront(config.storefrontFolder)] : [])];
  const server = createServer(connectionLimits(config));
  server.on('clientError', refuseConnection);
  server.on('request', (request, response) => answer({ gateway, ready, admission, pages, config }, request, response));
  const endSubscriptions = serveSubscriptions(server, gateway, admission, config, limits);
  server.on('error', (error) => {
    const address = `${config.host}:${config.port}`;
    const why = error.code === 'EADDRINUSE' ? `${address} is taken` : error.message;
    fail(`The router cannot listen: ${why}.`);
  });
  server.listen(config.port, config.host, () => {
    log('info', 'listening', { host: config.host, port: server.address().port });
  });
  const stop = () => shutDown(server, gateway, endSubscriptions);
  for (const signal of ['SIGTERM', 'SIGINT']) {
    // The runtime listens too, and would abort the requests in progress.
    process.removeAllListeners(signal).once(signal, stop);
  }
}

function answer({ gateway, ready, admission, pages, config }, request, response) {
  limitAnswerTime(response, config);
  prepareHeaders(request.headers, request.socket.remoteAddress);
  const correlationId = request.headers['x-correlation-id'];
  response.setHeader('x-correlation-id', correlationId);
  response.setHeader('cache-control', 'no-store');
  if (config.exposeCalls) response.setHeader(CALLS_HEADER, '');
  const isHealth = request.url.startsWith('/health/');
  return withRecord(correlationId, async (record) => {
    if (!isHealth) {
      response.once('close', () => record.wasShed || logAnswer(record, response));
    }
    if (!isAddress(request)) return answerError(response, 400, 'BAD_REQUEST', 'Host and path form no address.');
    if (isGraphQL(request) && answerMethod(request, response)) return response;
    if (config.isDevelopment && wantsGraphiQL(request)) return answerGraphiQL(request, response);
    if (isHealth && !HEALTH_METHODS.includes(request.method)) {
      return response.writeHead(405, { allow: HEALTH_METHODS.join(', ') }).end();
    }
    if (!isGraphQL(request)) {
      return pages.some((answers) => answers(request, response)) ? response : gateway(request, response);
    }
    // A request is admitted when it was read: those that arrive slowly take no slot.
    try {
      record.body = await readBody(request);
    } catch {
      return response.destroy();
    }
    record.question = ready.question(request, record.body);
    if (record.question !== undefined && (await ready.send(record, response))) return response;
    const isAdmitted = await admission.admits(record, request, response);
    return isAdmitted ? gateway(request, response) : response;
  });
}

/** Returns whether the one host and the path form a URL; the runtime would answer with its stack trace. */
function isAddress({ url, headersDistinct: { host } }) {
  return host?.length === 1 && URL.canParse(`http://${host[0]}${url}`);
}

/** Finishes the requests in progress, for at most SHUTDOWN_SECONDS, and stops. */
async function shutDown(server, gateway, endSubscriptions) {
  const deadline = setTimeout(() => server.closeAllConnections(), SHUTDOWN_SECONDS * 1000);
  const subscriptionsEnded = endSubscriptions();
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
  await subscriptionsEnded;
  clearTimeout(deadline);
  await gateway.dispose();
  log('info', 'stopped');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error.message);
}
