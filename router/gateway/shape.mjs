/**
 * How large an operation is, as its fragments expand; shared/graphql/shape.py has the same rules. It is
 * measured before validation, whose time grows with the square of what is repeated.
 */
import { Kind } from 'graphql';

/**
 * Why a document is too large, in one sentence, or undefined. Each fragment is measured once.
 *
 * `limits.depth` counts nested selections; `fields`, `aliases` and `directives` count each fragment at
 * every place where it is spread; `repeated` counts the fields of a selection that has a field of the
 * same name before them.
 */
export function oversize(document, limits) {
  const fragments = new Map();
  const known = new Map();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  function measure({ selections }, level) {
    if (level > limits.depth) throw new TooLarge(limits.depth, 'levels');
    const size = newSize();
    for (const selected of selections) {
      size.directives += selected.directives?.length ?? 0;
      if (selected.kind === Kind.FIELD) addField(size, selected, level);
      else addFragment(size, selected, level);
    }
    if (size.fields > limits.fields) throw new TooLarge(limits.fields, 'fields');
    return size;
  }

  function addField(size, { alias, name, selectionSet }, level) {
    count(size.names, (alias ?? name).value, 1);
    size.aliases += alias ? 1 : 0;
    size.fields += 1;
    if (!selectionSet) return;
    const inner = measure(selectionSet, level + 1);
    add(size, inner, level);
    size.repeated += repeated(inner);
  }

  function addFragment(size, selected, level) {
    const inner =
      selected.kind === Kind.INLINE_FRAGMENT
        ? measure(selected.selectionSet, level + 1)
        : measureNamed(selected.name.value, level + 1);
    add(size, inner, level);
    for (const [name, times] of inner.names) count(size.names, name, times);
  }

  function measureNamed(name, level) {
    if (!known.has(name)) {
      // A fragment that spreads itself counts nothing inside itself: validation refuses it.
      known.set(name, newSize());
      const fragment = fragments.get(name);
      if (fragment) known.set(name, measure(fragment.selectionSet, level));
    }
    return known.get(name);
  }

  function add(size, inner, level) {
    size.depth = Math.max(size.depth, inner.depth + 1);
    size.fields += inner.fields;
    size.aliases += inner.aliases;
    size.directives += inner.directives;
    size.repeated += inner.repeated;
    if (level + size.depth - 1 > limits.depth) throw new TooLarge(limits.depth, 'levels');
    if (size.fields > limits.fields) throw new TooLarge(limits.fields, 'fields');
  }

  function check({ kind, operation, selectionSet, directives = [] }) {
    const size = measure(selectionSet, 1);
    const rootFields = operation === 'mutation' ? limits.mutations : limits.rootFields;
    if (kind === Kind.OPERATION_DEFINITION) atMost(total(size.names), rootFields, 'root fields');
    atMost(size.aliases, limits.aliases, 'aliases');
    atMost(size.directives + directives.length, limits.directives, 'directives');
    atMost(size.repeated + repeated(size), limits.repeated, 'repeated fields');
  }

  try {
    document.definitions.filter(({ selectionSet }) => selectionSet).forEach(check);
  } catch (error) {
    if (error instanceof TooLarge) return error.message;
    throw error;
  }
}

class TooLarge extends Error {
  constructor(limit, what) {
    super(`The operation has more than ${limit} ${what}.`);
  }
}

function atMost(count, limit, what) {
  if (count > limit) throw new TooLarge(limit, what);
}

/** `names` counts the fields of the first level by the name that they answer under. */
function newSize() {
  return { depth: 1, fields: 0, aliases: 0, directives: 0, repeated: 0, names: new Map() };
}

function count(names, name, times) {
  names.set(name, (names.get(name) ?? 0) + times);
}

function total(names) {
  return [...names.values()].reduce((sum, times) => sum + times, 0);
}

function repeated({ names }) {
  return total(names) - names.size;
}
