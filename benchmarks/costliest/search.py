"""Operations along the schema's paths, each as large as its limit allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_operation_ast,
    is_required_argument,
    parse,
    validate,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from shared.graphql.cost import OperationCost
from shared.graphql.limits import MAX_COST, MAX_SHAPE
from shared.graphql.shape import OperationTooLarge, check_shape
from shared.graphql.weights import FieldWeight, Weights, weights_of
from shared.pagination import MAX_PAGE_SIZE

_ALIASES = 8
Ids = Mapping[str, Sequence[str]]
"""Ids of rows that exist, by the type's name."""


@dataclass(frozen=True, slots=True)
class Path:
    """Fields from the root to `type_name`; `entity` names the type when it begins with a key."""

    fields: tuple[str, ...]
    type_name: str
    entity: str | None = None

    def __str__(self) -> str:
        return ".".join((f"_entities:{self.entity}", *self.fields) if self.entity else self.fields)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An allowed operation on a path; `leaf` says what it selects at its end."""

    path: Path
    leaf: str
    query: str
    variables: dict[str, Any]
    cost: int


class Search:
    """Makes the operations of one subgraph's schema."""

    def __init__(self, schema: GraphQLSchema, ids: Ids, *, most: int = MAX_COST) -> None:
        """Make operations that cost at most `most`."""
        self._most = most
        self._schema = schema
        self._weights: Weights = weights_of(schema)
        self._ids = ids

    def beginnings(self) -> Iterator[Path]:
        """Yield the root fields, and the entities of which rows exist."""
        yield from self.extensions(Path((), "Query"))
        for name in sorted(self._ids):
            if "_entities" in self._fields("Query") and name in self._entity_names():
                yield Path((), name, entity=name)

    def extensions(self, path: Path) -> Iterator[Path]:
        """Yield the paths that are one field longer."""
        for name, field in self._fields(path.type_name).items():
            target = self._target(path.type_name, name)
            if target and not name.startswith("_") and self._arguments(field, target) is not None:
                yield replace(path, fields=(*path.fields, name), type_name=target)

    def candidates(self, path: Path) -> Iterator[Candidate]:
        """Yield the largest allowed operations on this path, with several ends."""
        for label, leaf in self._leaves(path.type_name):
            sized = list(self._sized(path))
            for order in (1, -1) if len(sized) > 1 else (1,):
                candidate = self._largest(path, label, leaf, sized[::order])
                if candidate:
                    yield candidate

    def _leaves(self, type_name: str) -> Iterator[tuple[str, str]]:
        plain = [
            name
            for name, field in self._fields(type_name).items()
            if not self._weights.fields[type_name][name].concrete_types and not field.args
        ]
        if not plain:
            return
        yield "one field", plain[0]
        yield "all leaves", " ".join(plain)
        for name, field in self._fields(type_name).items():
            end = self._end(type_name, name, field)
            if end is not None:
                aliased = " ".join(
                    f"a{n}: {end.replace('first: 1', f'first: {n + 1}')}" for n in range(_ALIASES)
                )
                yield f"{_ALIASES} × {name}", aliased

    def _end(self, type_name: str, name: str, field: GraphQLField) -> str | None:
        """Return the field with the smallest selection; None when it only reads an attribute."""
        definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if definition is None or definition.base_resolver is None:
            return None
        weight = self._weights.fields[type_name][name]
        if not weight.concrete_types:
            return None if field.args else name
        target = self._target(type_name, name)
        arguments = self._arguments(field, target) if target else None
        if arguments is None or target is None:
            return None
        if weight.sized_fields:
            return f"{name}(first: 1) {{ totalCount edges {{ cursor }} }}"
        return f"{name}{arguments} {{ __typename }}"

    def _largest(self, path: Path, label: str, leaf: str, sized: Sequence[str]) -> Candidate | None:
        """Return the operation with the largest pages, in the order of `sized`, then copies."""
        most = dict.fromkeys(sized, MAX_PAGE_SIZE) | {
            "entities": self._most,
            "copies": 1 if path.entity else MAX_SHAPE.root_fields,
        }
        sizes = dict.fromkeys((*sized, "copies"), 1)
        for name in sizes:
            low, high = 0, most[name]
            while low < high:
                middle = (low + high + 1) // 2
                if self._made(path, label, leaf, sizes | {name: middle}):
                    low = middle
                else:
                    high = middle - 1
            if low == 0:
                return None
            sizes[name] = low
        largest = self._made(path, label, leaf, sizes)
        return largest if largest and not validate(self._schema, parse(largest.query)) else None

    def _made(
        self, path: Path, label: str, leaf: str, sizes: Mapping[str, int]
    ) -> Candidate | None:
        """Return the operation; None when a limit refuses it."""
        selection, variables = self._written(path, leaf, sizes)
        declared = "".join(f", ${name}: Int" for name in sizes if name[0] == "n")
        if path.entity:
            rows = f"_entities(representations: $r) {{ ... on {path.entity} {{ {selection} }} }}"
            query = f"query ($r: [_Any!]!{declared}) {{ {rows} }}"
            known = self._ids[path.entity]
            variables["r"] = [
                {"__typename": path.entity, "id": known[n % len(known)]}
                for n in range(sizes["entities"])
            ]
        else:
            body = " ".join(f"c{n}: {selection}" for n in range(sizes["copies"]))
            query = f"query{f'({declared[2:]})' if declared else ''} {{ {body} }}"
        document = parse(query)
        try:
            check_shape(document, MAX_SHAPE)
        except OperationTooLarge:
            return None
        operation = get_operation_ast(document)
        assert operation is not None
        cost = OperationCost(document, operation, self._weights).of(variables)
        return Candidate(path, label, query, variables, cost) if cost <= self._most else None

    def _written(
        self, path: Path, leaf: str, sizes: Mapping[str, int]
    ) -> tuple[str, dict[str, Any]]:
        selection, opened = "", 0
        type_name = path.entity or "Query"
        for depth, name in enumerate(path.fields):
            weight, target = self._weight(type_name, name), self._target(type_name, name)
            assert target is not None
            if weight.sized_fields:
                selection += f"{name}(first: $n{depth}) {{ edges {{ node {{ "
                opened += 3
            else:
                arguments = self._arguments(self._fields(type_name)[name], target)
                selection += f"{name}{arguments} {{ "
                opened += 1
            type_name = target
        variables = {name: size for name, size in sizes.items() if name[0] == "n"}
        return f"{selection}{leaf}{' }' * opened}", variables

    def _sized(self, path: Path) -> Iterator[str]:
        if path.entity:
            yield "entities"
        type_name = path.entity or "Query"
        for depth, name in enumerate(path.fields):
            if self._weight(type_name, name).sized_fields:
                yield f"n{depth}"
            target = self._target(type_name, name)
            assert target is not None
            type_name = target

    def _arguments(self, field: GraphQLField, target: str) -> str | None:
        """Return the required arguments; None when no value for one is known."""
        required = [name for name, each in field.args.items() if is_required_argument(each)]
        if not required:
            return ""
        if required == ["id"] and self._ids.get(target):
            return f'(id: "{self._ids[target][0]}")'
        return None

    def _target(self, type_name: str, name: str) -> str | None:
        """Return the object type of a field, or of a connection's nodes."""
        weight = self._weight(type_name, name)
        if len(weight.concrete_types) != 1:
            return None
        [target] = weight.concrete_types
        if weight.sized_fields:
            [edge] = self._weight(target, "edges").concrete_types
            [target] = self._weight(edge, "node").concrete_types
        return target

    def _weight(self, type_name: str, name: str) -> FieldWeight:
        return self._weights.fields[type_name][name]

    def _fields(self, type_name: str) -> Mapping[str, GraphQLField]:
        type_ = self._schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        return type_.fields

    def _entity_names(self) -> Sequence[str]:
        return self._weight("Query", "_entities").concrete_types
