/** How much an operation matters, by the root fields that it asks for. */
import { getOperationAST, Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MAX_TOKENS } from '../limits.mjs';
import { Priority } from './priority.mjs';

const { FIRST, SECOND, THIRD, FOURTH, LAST } = Priority;

/**
 * What root fields of the public API matter; other mutations are THIRD, and all else is LAST. Each subgraph has its own of these
 * in `api/priorities.py`; tests/supergraph/test_admissions.py compares them.
 */
export const PRIORITIES = new Map(
  Object.entries({
    bookHold: FIRST,
    cancelBooking: FIRST,
    booking: FIRST,
    bookingUpdated: FIRST,
    checkInTicket: SECOND,
    hold: THIRD,
    // One showtime: most often with its seat map.
    showtime: FOURTH,
    seatMapChanged: FOURTH,
  }),
);

/** Of a longer document that was not served yet, finding out would take as long as serving it. */
const LONGEST_LOOKED_AT = 8_000;
const MAX_BYTES = 8_000_000;

/** The priorities of documents, by their text or hash. */
export class Priorities {
  #known = new LRUCache({ maxSize: MAX_BYTES, sizeCalculation: (_, key) => 200 + 2 * key.length });

  /**
   * The priority of a request that was read. Of several root fields, the one that matters least counts:
   * adding a field never helps. What is no operation, or is not known by its hash, matters least, too.
   */
  of({ query, documentId, operationName, extensions } = {}) {
    const key = typeof query === 'string' && query ? query : hashOf({ documentId, extensions });
    if (typeof key !== 'string') return LAST;
    if (!this.#known.has(key) && key === query) this.#look(query);
    return this.#known.get(key)?.get(operationName ?? '') ?? LAST;
  }

  /** Learns about the document of an operation that is valid and begins. */
  learn({ query, documentId, extensions }, document) {
    for (const key of [query, hashOf({ documentId, extensions })]) {
      if (key && !this.#known.has(key)) this.#known.set(key, prioritiesIn(document));
    }
  }

  #look(query) {
    if (query.length > LONGEST_LOOKED_AT) return;
    try {
      this.#known.set(query, prioritiesIn(parse(query, { maxTokens: MAX_TOKENS, noLocation: true })));
    } catch {
      this.#known.set(query, new Map());
    }
  }
}

/** The name of an operation's first root field: what kind of work it is. */
export function kindOf({ document, operationName }) {
  const operation = getOperationAST(document, operationName);
  return operation && rootFields(operation, fragmentsIn(document))[0];
}

function hashOf({ documentId, extensions }) {
  return documentId?.replace?.(/^sha256:/, '') ?? extensions?.persistedQuery?.sha256Hash;
}

/** By the operations' names; an operation that is alone is also known as ''. */
function prioritiesIn(document) {
  const fragments = fragmentsIn(document);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const found = operations.map((operation) => [
    operation.name?.value ?? '',
    Math.max(...rootFields(operation, fragments).map((name) => PRIORITIES.get(name) ?? otherwise(operation))),
  ]);
  if (found.length === 1) found.push(['', found[0][1]]);
  return new Map(found);
}

function otherwise({ operation }) {
  return operation === 'mutation' ? THIRD : LAST;
}

function fragmentsIn({ definitions }) {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function rootFields({ selectionSet }, fragments) {
  const names = [];
  const seen = new Set();
  const visit = ({ selections }) => {
    for (const { kind, name, selectionSet: inner } of selections) {
      if (kind === Kind.FIELD) names.push(name.value);
      else if (kind === Kind.INLINE_FRAGMENT) visit(inner);
      else if (fragments.has(name.value) && !seen.has(name.value)) {
        seen.add(name.value);
        visit(fragments.get(name.value).selectionSet);
      }
    }
  };
  visit(selectionSet);
  const counted = names.filter((name) => !name.startsWith('__'));
  if (counted.length > 0) return counted;
  return names.length > 0 ? names : ['unknown'];
}
