/** Writes log lines as JSON to standard output, with the same fields as the subgraphs. */
import { Logger } from '@graphql-hive/gateway-runtime';
import { getOperationAST } from 'graphql';
import { currentRecord } from './requests.mjs';

/** The longest name of an operation in a line: clients choose it. */
const MAX_LOGGED_NAME = 100;

/** Writes one line. `fields` must not have variables, headers or bodies. */
export function log(level, event, fields = {}) {
  const line = {
    event,
    level,
    timestamp: new Date().toISOString(),
    service: 'router',
    correlation_id: currentRecord()?.correlationId,
    ...fields,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Writes the runtime's warnings and errors as such lines. Of its attributes only an error's message
 * is kept, because the others may contain whole requests.
 */
export const runtimeLogger = new Logger({
  level: 'warn',
  writers: [
    {
      write(level, attributes, message) {
        const reason = (attributes?.err ?? attributes)?.message;
        const isLogged = reason !== undefined && reason === currentRecord()?.fault;
        if (!isLogged) log(level, 'runtime', { message: message ?? undefined, reason });
      },
    },
  ],
});

/** Plugin: records what is known of the operation, among others for the log line of its request. */
export const recordOperation = {
  onExecute({ args }) {
    const record = currentRecord();
    if (!record) return;
    const operation = getOperationAST(args.document, args.operationName);
    record.operation = operation?.name?.value.slice(0, MAX_LOGGED_NAME);
    record.isQuery = operation?.operation === 'query';
    record.isMutation = operation?.operation === 'mutation';
  },
  onResultProcess({ result }) {
    const record = currentRecord();
    if (!record || !result.errors) return;
    record.errorCodes = result.errors.map(({ extensions }) => extensions?.code ?? 'UNKNOWN');
  },
};

/** Writes the one line of a request; it has no status when its client left before the answer. */
export function logAnswer(record, { headersSent, statusCode }) {
  log('info', 'request', {
    correlation_id: record.correlationId,
    operation: record.operation,
    cost: record.cost,
    status: headersSent ? statusCode : undefined,
    milliseconds: Math.round((performance.now() - record.startedAt) * 10) / 10,
    subgraph_calls: record.subgraphCalls,
    errors: record.errorCodes.length > 0 ? record.errorCodes : undefined,
  });
}
