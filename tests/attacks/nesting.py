"""Operations of nested lists, by every path that a schema has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, is_required_argument

MOST_LISTS = 4
_LONGEST_PATH = 7


@dataclass(frozen=True, slots=True)
class Path:
    """A path of fields; `text` selects them, up to the selection on `type_name`."""

    text: str
    type_name: str
    names: tuple[str, ...] = ()
    braces: int = 1
    lists: int = 0

    @property
    def query(self) -> str:
        """The operation that follows the path to its end."""
        return f"{self.text} __typename {'} ' * self.braces}"


def paths(schema: GraphQLSchema, start: Path) -> Iterator[Path]:
    """Yield each path from `start` that ends in a list, the short ones before the long ones."""
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        if path.lists:
            yield path
        if len(path.names) < _LONGEST_PATH and path.lists < MOST_LISTS:
            waiting += _longer(schema, path)


def _longer(schema: GraphQLSchema, path: Path) -> Iterator[Path]:
    type_ = schema.type_map[path.type_name]
    assert isinstance(type_, GraphQLObjectType)
    for name, field in type_.fields.items():
        inner = schema.type_map[_named(field)]
        if name.startswith("_") or not isinstance(inner, GraphQLObjectType):
            continue
        step = replace(
            path,
            text=f"{path.text} {name}{_arguments(field)} {{",
            type_name=inner.name,
            names=(*path.names, name),
            braces=path.braces + 1,
            lists=path.lists + str(field.type).startswith("["),  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - wrapped types are untyped there
        )
        if "edges" in inner.fields:
            node = schema.type_map[_named(inner.fields["edges"])]
            assert isinstance(node, GraphQLObjectType)
            step = replace(
                step,
                text=f"{step.text} edges {{ node {{",
                type_name=_named(node.fields["node"]),
                braces=step.braces + 2,
                lists=step.lists + 1,
            )
        yield step


def _named(field: GraphQLField) -> str:
    return str(field.type).strip("[]!")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - wrapped types are untyped there


def _arguments(field: GraphQLField) -> str:
    given = [f'{name}: "x"' for name, each in field.args.items() if is_required_argument(each)]
    given += ["first: 100"] if "first" in field.args else []
    return f"({', '.join(given)})" if given else ""
