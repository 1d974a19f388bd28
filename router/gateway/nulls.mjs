/** Nulls where the schema has none: the planner leaves them in answers whose parts failed. */
import { getOperationAST, isLeafType, isListType, isNonNullType, Kind } from 'graphql';

/**
 * The data with each null raised to the next field that may be null, as the specification of GraphQL
 * has it; null when there is none above it.
 */
export function raiseNulls(data, { schema, document, operationName }) {
  const operation = getOperationAST(document, operationName);
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((each) => [each.name.value, each]));
  const root = { type: schema.getRootType(operation.operation), selectionSets: [operation.selectionSet] };
  return complete(data, root.type, root, { schema, fragments });
}

/** The value with its nulls raised; undefined when the field above must become null. */
function complete(value, type, field, context) {
  if (isNonNullType(type)) return complete(value, type.ofType, field, context) ?? undefined;
  if (value == null) return null;
  if (isListType(type)) {
    const items = value.map((each) => complete(each, type.ofType, field, context));
    return items.includes(undefined) ? null : items;
  }
  if (isLeafType(type)) return value;
  field.fields ??= fieldsOf(type, field.selectionSets, context);
  const answer = [];
  for (const [key, each] of Object.entries(value)) {
    const inner = field.fields.get(key);
    // Introspection is complete already.
    const completed = inner ? complete(each, inner.type, inner, context) : each;
    if (completed === undefined) return null;
    answer.push([key, completed]);
  }
  return Object.fromEntries(answer);
}

/**
 * The fields below a type, by their names in the answer. Fields of one name are of one shape, so the
 * type that an object turned out to be does not matter.
 */
function fieldsOf(type, selectionSets, context, found = new Map()) {
  for (const selection of selectionSets.flatMap((each) => each?.selections ?? [])) {
    if (selection.kind === Kind.FIELD) {
      const definition = type.getFields?.()[selection.name.value];
      if (!definition) continue;
      const key = (selection.alias ?? selection.name).value;
      const known = found.get(key) ?? { type: definition.type, selectionSets: [] };
      known.selectionSets.push(selection.selectionSet);
      found.set(key, known);
    } else {
      const { typeCondition, selectionSet } =
        selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value) : selection;
      const target = typeCondition ? context.schema.getType(typeCondition.name.value) : type;
      fieldsOf(target, [selectionSet], context, found);
    }
  }
  return found;
}
