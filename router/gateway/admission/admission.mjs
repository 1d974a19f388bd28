/** Admits work by priority, before it is planned: HTTP requests, and what WebSockets begin. */
import { currentRecord } from '../requests.mjs';
import { Gate, MAX_WAIT_SECONDS } from './gate.mjs';
import { answerOverloaded, overloaded } from './overload.mjs';
import { kindOf, Priorities } from './priorities.mjs';
import { Priority } from './priority.mjs';
import { SheddingLog } from './shedding.mjs';

const clock = () => performance.now() / 1000;

export class Admission {
  #gate = new Gate(clock);
  #shedding = new SheddingLog(clock);
  #priorities = new Priorities();
  #config;

  constructor(config) {
    this.#config = config;
  }

  /** Tells whether a request of Node's may begin, after a moment if need be; answers one that is shed. */
  async admits(record, request, response) {
    const slot = this.#gate.enter(Priority.LAST) ?? (await this.#admitted(priorityOf(this.#priorities, request, record.body)));
    if (!slot) {
      record.wasShed = true;
      answerOverloaded(request, response, this.#config);
      return false;
    }
    record.leave = (kind) => {
      record.leave = () => {};
      slot.kind = kind;
      this.#gate.leave(slot);
    };
    // The answer is ready. What a slow client then takes to read it says nothing about the router.
    response.once('prefinish', () => record.leave(record.isComplete ? record.kind : undefined));
    response.once('close', () => record.leave());
    if (response.closed) record.leave();
    return !response.closed;
  }

  /** The error that refuses what a WebSocket begins; undefined while there is room for it. */
  refusal(payload) {
    const priority = this.#priorities.of(payload);
    if (this.#gate.hasRoom(priority)) return undefined;
    this.#countShed(priority);
    return overloaded();
  }

  /** Counts an operation that a WebSocket runs to its end. What lasts takes no slot. */
  async counted(execute) {
    const slot = this.#gate.enter(Priority.ALWAYS);
    try {
      return await execute();
    } finally {
      this.#gate.leave(slot);
    }
  }

  /** Plugin: learns the priorities of documents, and of which kind a request is. */
  get learn() {
    return {
      onExecute: ({ args }) => {
        const record = currentRecord();
        if (record) record.kind = kindOf(args);
        this.#priorities.learn(args.contextValue.params, args.document);
      },
      // A stream of answers lasts, so it gives its slot back.
      onSubscribe: () => currentRecord()?.leave?.(),
    };
  }

  async #admitted(priority) {
    const slot = this.#gate.enter(priority) ?? (await this.#wait(priority));
    if (!slot) this.#countShed(priority);
    return slot;
  }

  #wait(priority) {
    return new Promise((resolve) => {
      const work = {
        priority,
        decide: (slot) => {
          clearTimeout(timer);
          resolve(slot);
        },
      };
      const timer = setTimeout(() => this.#gate.giveUp(work), MAX_WAIT_SECONDS * 1000);
      this.#gate.lineUp(work);
    });
  }

  #countShed(priority) {
    this.#shedding.count(priority, () => this.#gate.limit);
  }
}

function priorityOf(priorities, { method, url }, body) {
  try {
    return priorities.of(method === 'GET' ? readUrl(url) : JSON.parse(body));
  } catch {
    return Priority.LAST;
  }
}

function readUrl(url) {
  const given = new URL(url, 'http://router').searchParams;
  const text = (name) => given.get(name) ?? undefined;
  const extensions = given.has('extensions') ? JSON.parse(given.get('extensions')) : undefined;
  return {
    query: text('query'),
    documentId: text('documentId'),
    operationName: text('operationName'),
    extensions,
  };
}
