/** Log lines as JSON on standard output, with the fields that the subgraphs' lines have. */
import { Logger } from '@graphql-hive/gateway-runtime';
import { currentRecord } from './requests.mjs';

/** Write one line. `fields` never holds variables, headers or bodies. */
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
 * The runtime's own log, warnings and worse, through the same lines. Its attributes are left out
 * but for an error's message: they may hold whole requests.
 */
export const runtimeLogger = new Logger({
  level: 'warn',
  writers: [
    {
      write(level, attributes, message) {
        const reason = (attributes?.err ?? attributes)?.message;
        const isTold = reason !== undefined && reason === currentRecord()?.fault;
        if (!isTold) log(level, 'runtime', { message: message ?? undefined, reason });
      },
    },
  ],
});

/** Plugin: learns what each request's log line tells of its operation. */
export const rememberOperation = {
  onExecute({ args }) {
    const record = currentRecord();
    if (!record) return;
    const named = args.document.definitions.find(({ kind }) => kind === 'OperationDefinition');
    record.operation = args.operationName ?? named?.name?.value;
  },
  onResultProcess({ result }) {
    const record = currentRecord();
    if (!record || !result.errors) return;
    record.errorCodes = result.errors.map(({ extensions }) => extensions?.code ?? 'UNKNOWN');
  },
};

/** The one line of a request that has been answered. */
export function logAnswer(record, status) {
  log('info', 'request', {
    operation: record.operation,
    status,
    milliseconds: Math.round((performance.now() - record.startedAt) * 10) / 10,
    subgraph_calls: record.subgraphCalls,
    errors: record.errorCodes.length > 0 ? record.errorCodes : undefined,
  });
}
