/** The cache of parsed and valid documents, bounded by the memory that they take. */
import { LRUCache } from 'lru-cache';

const MAX_BYTES = 64_000_000;
/** Measured: what a token takes with its nodes, their locations and the plan. */
const BYTES_A_TOKEN = 500;

/**
 * Plugin: replaces the runtime's own cache. That one counts documents and not bytes, has no
 * setting here, and grew to a gigabyte when it was filled with large documents.
 *
 * A document with errors is not kept. They take more memory than the document, and a flood of such
 * documents would push out those that clients use.
 */
export function boundedDocuments() {
  const valid = new LRUCache({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ tokenCount }, source) => 2 * source.length + tokenCount * BYTES_A_TOKEN,
  });
  const sources = new WeakMap();
  return {
    onPluginInit({ plugins }) {
      const place = plugins.findIndex(isRuntimesCache);
      if (place === -1) throw new Error('The runtime has no cache of documents that could be replaced.');
      plugins.splice(place, 1);
    },
    onParse({ params: { source }, setParsedDocument }) {
      const known = valid.get(source);
      if (known) return setParsedDocument(known);
      return ({ result }) => {
        if (!(result instanceof Error)) sources.set(result, source);
      };
    },
    // There is one schema and one set of rules for as long as the router runs.
    onValidate({ params: { documentAST }, setResult }) {
      const source = sources.get(documentAST);
      if (valid.peek(source) === documentAST) return setResult([]);
      return ({ valid: isValid }) => {
        if (isValid) valid.set(source, documentAST);
      };
    },
  };
}

function isRuntimesCache(plugin) {
  return plugin?.onValidate && String(plugin.onParse).includes('documentCache');
}
