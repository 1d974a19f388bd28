/** Keeps a record of each request, available everywhere in its handling. */
import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage();

/** Runs `answer` with a new record for the request with this correlation id. */
export function withRecord(correlationId, answer) {
  const record = {
    correlationId,
    startedAt: performance.now(),
    /** The operation's name, once it is known. */
    operation: undefined,
    /** What the operation costs, once it is known. */
    cost: undefined,
    /** What kind of work it is: the name of its first root field, once it is known. */
    kind: undefined,
    /** Gives the request's slot back; undefined for what a WebSocket runs. */
    leave: undefined,
    /** Whether it was shed: of a flood of those there is no line for each. */
    wasShed: false,
    /** Whether it is a query or a mutation; false until it is executed. */
    isQuery: false,
    isMutation: false,
    /** Calls made, by subgraph. */
    subgraphCalls: {},
    /** The cookies that subgraphs set. */
    cookies: [],
    /** How many of the calls gave an answer that is the same for every caller. */
    publicAnswers: 0,
    /** For how many seconds all of those answers hold. */
    maxAge: Infinity,
    /** The version of the data that all of those answers are from; undefined without one. */
    version: undefined,
    /** For how many seconds all of those answers hold while the version is this one. */
    keptFor: Infinity,
    /** The body of the request, if it was read. */
    body: undefined,
    /** What the question is known by, if its answer may be kept. */
    question: undefined,
    /** How many of the calls were refused because their caller sent too many. */
    refusedCalls: 0,
    /** After how many seconds none of those would be refused. */
    retryAfter: 0,
    /** Whether the answer has data and no errors. */
    isComplete: false,
    /** The codes of the errors answered. */
    errorCodes: [],
    /** The message of a fault of the router that has been logged. */
    fault: undefined,
  };
  return current.run(record, () => answer(record));
}

/** Returns the record of the current request; undefined outside a request. */
export function currentRecord() {
  return current.getStore();
}
