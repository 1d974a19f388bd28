/** The cache of parsed and validated documents, bounded by the memory that they take. */
import { LRUCache } from 'lru-cache';

const MAX_BYTES = 64_000_000;
/** Measured: what a token takes with its nodes, their locations and the plan. */
const BYTES_A_TOKEN = 500;

/**
 * Plugin: replaces the runtime's own cache. That one counts documents and not bytes, has no
 * setting here, and grew to a gigabyte when it was filled with large documents.
 */
export function boundedDocuments() {
  const parsed = new LRUCache({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ tokenCount }, source) => 2 * source.length + tokenCount * BYTES_A_TOKEN,
  });
  const validated = new WeakMap();
  return {
    onPluginInit({ plugins }) {
      const place = plugins.findIndex(isRuntimesCache);
      if (place === -1) throw new Error('The runtime has no cache of documents that could be replaced.');
      plugins.splice(place, 1);
    },
    onParse({ params: { source }, setParsedDocument }) {
      const known = parsed.get(source);
      if (known) return setParsedDocument(known);
      return ({ result }) => {
        if (!(result instanceof Error)) parsed.set(source, result);
      };
    },
    // There is one schema and one set of rules for as long as the router runs.
    onValidate({ params: { documentAST }, setResult }) {
      const known = validated.get(documentAST);
      if (known) return setResult(known);
      return ({ result }) => validated.set(documentAST, result);
    },
  };
}

function isRuntimesCache(plugin) {
  return plugin?.onValidate && String(plugin.onParse).includes('documentCache');
}
