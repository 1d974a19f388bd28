/** What fields weigh, as the supergraph's @cost and @listSize say; shared/graphql/weights.py has the same rules. */
import {
  buildASTSchema,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';

/** The rows of a list that does not say its size. The subgraphs' own lists all do. */
const UNKNOWN_SIZE = 10;
/** What an average schema has, of which a tenth counts: most of what a client nests is null. */
const INTROSPECTION_SHARE = 10;
const INTROSPECTION_SIZES = {
  types: 100,
  directives: 10,
  fields: 5,
  args: 1,
  inputFields: 2,
  enumValues: 2,
  interfaces: 1,
  possibleTypes: 1,
  locations: 5,
};
const LEAF = { weight: 1, size: 1, sizedFields: [], concreteTypes: [], share: 1 };

/**
 * The weights of a supergraph: `fields` by object type and name, `members` by abstract type.
 *
 * `size` is a field's number of rows when the argument `slicedBy` does not say another. When
 * `sizedFields` are given, those fields of its type have the rows, and not the field itself.
 * `concreteTypes` are the object types that it may answer. Its cost is divided by `share`.
 */
export function weightsOf(supergraph) {
  const schema = buildASTSchema(parse(supergraph), { assumeValid: true });
  const fields = {};
  const members = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      members[type.name] = new Set(schema.getPossibleTypes(type).map(({ name }) => name));
    } else if (isObjectType(type)) {
      const weigh = type.name.startsWith('__') ? introspectionWeight : weight;
      const weights = Object.values(type.getFields()).map((field) => [field.name, weigh(schema, field)]);
      fields[type.name] = { ...Object.fromEntries(weights), __typename: LEAF };
    }
  }
  const root = fields[schema.getQueryType().name];
  root.__schema = { ...LEAF, concreteTypes: ['__Schema'], share: INTROSPECTION_SHARE };
  root.__type = { ...LEAF, concreteTypes: ['__Type'], share: INTROSPECTION_SHARE };
  return { fields, members };
}

function weight(schema, field) {
  const cost = directive(schema, 'cost', field);
  const listSize = directive(schema, 'listSize', field);
  const slicedBy = listSize?.slicingArguments?.[0];
  const sliced = field.args.find(({ name }) => name === slicedBy);
  const assumed = isList(field) ? UNKNOWN_SIZE : 1;
  return {
    weight: cost?.weight ?? 1,
    size: sliced?.defaultValue ?? listSize?.assumedSize ?? assumed,
    slicedBy,
    sizedFields: listSize?.sizedFields ?? [],
    concreteTypes: concreteTypes(schema, field),
    share: 1,
  };
}

function introspectionWeight(schema, field) {
  const size = isList(field) ? INTROSPECTION_SIZES[field.name] : 1;
  return { ...LEAF, size, concreteTypes: concreteTypes(schema, field) };
}

function directive(schema, name, field) {
  const definition = schema.getDirective(name);
  return definition && field.astNode ? getDirectiveValues(definition, field.astNode) : undefined;
}

function isList({ type }) {
  return isListType(getNullableType(type));
}

function concreteTypes(schema, { type }) {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named).map(({ name }) => name);
  return isObjectType(named) ? [named.name] : [];
}
