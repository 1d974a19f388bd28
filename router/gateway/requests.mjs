/** What is known of the request being answered, wherever in its handling one asks. */
import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage();

/** Run `answer` with a new record of the request that carries `correlationId`. */
export function recording(correlationId, answer) {
  const record = {
    correlationId,
    startedAt: performance.now(),
    /** The operation's name, once it is known. */
    operation: undefined,
    /** Calls made, by subgraph. */
    subgraphCalls: {},
    /** The codes of the errors answered. */
    errorCodes: [],
    /** The message of a fault of the router's own that has been logged. */
    fault: undefined,
  };
  return current.run(record, () => answer(record));
}

/** The record of the request being answered; undefined outside of any, as at start. */
export function currentRecord() {
  return current.getStore();
}
