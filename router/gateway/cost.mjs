/**
 * What an operation costs, computed before it is planned, by the rules of shared/graphql/cost.py:
 * a field costs its weight and the cost of its selection, times its rows.
 */
import { getOperationAST, Kind } from 'graphql';

/** The highest cost that is reported; what costs more is far too costly, too. */
export const CEILING = 1_000_000_000;
/** The largest page that resolvers serve. */
const MAX_PAGE_SIZE = 100;
const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

const fragmentsOf = new WeakMap();

/** The cost of a valid operation, at most CEILING. */
export function operationCost({ document, operationName, variableValues }, weights) {
  const operation = getOperationAST(document, operationName);
  const fragments = fragmentsIn(document);
  const sizes = sizesOf(operation, variableValues ?? {});
  /** Each selection is looked at once for each type that it is on. */
  const known = new Map();

  /** What a selection costs: `fixed`, and `perRow` for each row of its sized fields. */
  function selection(selectionSet, type, sized) {
    const ofTypes = remembered(known, selectionSet, () => new Map());
    return remembered(ofTypes, `${type} ${sized}`, () => sum(selectionSet, type, sized));
  }

  function sum({ selections }, type, sized) {
    const total = { fixed: 0, perRow: 0 };
    for (const selected of selections) {
      const part = costOf(selected, type, sized);
      total.fixed = Math.min(total.fixed + part.fixed, CEILING);
      total.perRow = Math.min(total.perRow + part.perRow, CEILING);
    }
    return total;
  }

  function costOf(selected, type, sized) {
    if (selected.kind === Kind.FIELD) {
      const name = selected.name.value;
      const weight = weights.fields[type][name];
      const one = oneValue(selected, weight);
      if (sized.includes(name)) return { fixed: 0, perRow: one };
      return { fixed: weight.sizedFields.length > 0 ? one : one * rows(selected, weight), perRow: 0 };
    }
    const fragment = selected.kind === Kind.INLINE_FRAGMENT ? selected : fragments.get(selected.name.value);
    const condition = fragment.typeCondition?.name.value ?? type;
    const applies = condition === type || weights.members[condition]?.has(type);
    return applies ? selection(fragment.selectionSet, type, sized) : { fixed: 0, perRow: 0 };
  }

  function oneValue(field, { weight, sizedFields, concreteTypes, share, ...sizing }) {
    if (!field.selectionSet) return weight;
    const many = sizedFields.length > 0 ? rows(field, sizing) : 0;
    // Of the types that a field may answer, the dearest counts.
    const costs = concreteTypes.map((type) => {
      const { fixed, perRow } = selection(field.selectionSet, type, sizedFields);
      return fixed + many * perRow;
    });
    return Math.min(weight + Math.ceil(Math.max(0, ...costs) / share), CEILING);
  }

  function rows(field, { size, slicedBy }) {
    const argument = field.arguments.find(({ name }) => name.value === slicedBy);
    if (!argument) return size;
    const { kind, name } = argument.value;
    return (kind === Kind.VARIABLE ? sizes[name.value] : literalSize(argument.value)) ?? size;
  }

  return selection(operation.selectionSet, ROOT_TYPES[operation.operation], []).fixed;
}

function fragmentsIn(document) {
  return remembered(fragmentsOf, document, () => {
    const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    return new Map(definitions.map((definition) => [definition.name.value, definition]));
  });
}

function sizesOf({ variableDefinitions = [] }, given) {
  return Object.fromEntries(
    variableDefinitions.map(({ variable, defaultValue }) => {
      const name = variable.name.value;
      return [name, Object.hasOwn(given, name) ? sizeOf(given[name]) : literalSize(defaultValue)];
    }),
  );
}

function literalSize(value) {
  if (value?.kind === Kind.INT) return sizeOf(Number(value.value));
  return value?.kind === Kind.LIST ? value.values.length : undefined;
}

/** How many rows a value asks for; undefined when it does not say. */
function sizeOf(value) {
  if (Array.isArray(value)) return value.length;
  return Number.isInteger(value) ? Math.min(Math.max(value, 0), MAX_PAGE_SIZE) : undefined;
}

function remembered(map, key, compute) {
  if (!map.has(key)) map.set(key, compute());
  return map.get(key);
}
