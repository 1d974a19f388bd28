/** The router's process: HTTP in front, an orderly end. */
import { createServer } from 'node:http';
import { readConfig } from './config.mjs';
import { createGateway } from './gateway.mjs';
import { settleHeaders } from './headers.mjs';
import { log, logAnswer } from './logging.mjs';
import { recording } from './requests.mjs';

const SHUTDOWN_SECONDS = 2;

function main() {
  const config = readConfig(process.env);
  const gateway = createGateway(config);
  const server = createServer((request, response) => answer(gateway, config, request, response));
  server.on('error', (error) => {
    const address = `${config.host}:${config.port}`;
    const why = error.code === 'EADDRINUSE' ? `${address} is taken` : error.message;
    fail(`The router cannot listen: ${why}.`);
  });
  server.listen(config.port, config.host, () => {
    log('info', 'listening', { host: config.host, port: server.address().port });
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop(server, gateway));
}

function answer(gateway, config, request, response) {
  settleHeaders(request.headers, request.socket.remoteAddress);
  const correlationId = request.headers['x-correlation-id'];
  response.setHeader('x-correlation-id', correlationId);
  return recording(correlationId, (record) => {
    if (!request.url.startsWith('/health/')) {
      response.once('close', () => logAnswer(record, response.statusCode));
    }
    return gateway(request, response);
  });
}

/** Finish what is being answered, for at most SHUTDOWN_SECONDS, then go. */
async function stop(server, gateway) {
  const deadline = setTimeout(() => server.closeAllConnections(), SHUTDOWN_SECONDS * 1000);
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
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
