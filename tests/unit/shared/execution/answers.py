"""Resolvers whose values are made up from the place that they are for, and both executors."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

import asyncio
import hashlib
import random
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    execute,
    is_abstract_type,
    parse,
    print_schema,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from shared.execution.executor import BreadthFirstExecutor
from shared.graphql.schema import SubgraphSchema

STOCK = StrawberryGraphQLCoreExecutionContext
BREADTH_FIRST = BreadthFirstExecutor


def without_resolvers(schema: SubgraphSchema) -> GraphQLSchema:
    """Return the same types with the fields' default resolvers."""
    return build_schema(print_schema(schema._schema))  # pyright: ignore[reportPrivateUsage] - Strawberry has no public name for it


class Fault(Exception):
    """What a made-up resolver raises."""


class MadeUp:
    """An object without attributes; what it is made of decides all values below it."""

    def __init__(self, type: str, seed: str) -> None:
        self.type = type
        self.seed = seed


class World:
    """Makes up values: the same for the same place, in every execution.

    `faults` is how often a resolver fails, `nulls` how often it returns None, each from 0 to 1.
    """

    def __init__(self, schema: GraphQLSchema, seed: int, *, faults: float, nulls: float) -> None:
        self._schema = schema
        self._seed = seed
        self._faults = faults
        self._nulls = nulls

    def resolve(self, source: Any, info: Any, **arguments: Any) -> Any:
        above = source.seed if isinstance(source, MadeUp) else "root"
        seed = f"{self._seed}/{above}/{info.field_name}/{sorted(arguments.items())!r}"
        chance = _chance(seed)
        if chance.random() < 0.3:
            return self._later(info.return_type, seed, chance)
        return self._value(info.return_type, seed, chance)

    def type_of(self, value: Any, _info: Any, _type: Any) -> str:
        return value.type

    async def _later(self, type: Any, seed: str, chance: random.Random) -> Any:
        for _ in range(chance.randrange(3)):
            await asyncio.sleep(0)
        return self._value(type, seed, chance)

    def _value(self, type: Any, seed: str, chance: random.Random) -> Any:
        if chance.random() < self._faults:
            raise Fault(seed)
        if chance.random() < self._nulls:
            return None
        if isinstance(type, GraphQLNonNull):
            type = type.of_type
        if isinstance(type, GraphQLList):
            return self._items(type.of_type, seed, chance)
        if is_abstract_type(type):
            type = chance.choice(self._schema.get_possible_types(type))
        if isinstance(type, GraphQLObjectType):
            return MadeUp(type.name, seed)
        if isinstance(type, GraphQLEnumType):
            return chance.choice(
                [*type.values, "no such value"] if self._faults else [*type.values]
            )
        return _leaf(type.name, chance)

    def _items(self, type: Any, seed: str, chance: random.Random) -> list[Any]:
        items = list[Any]()
        try:
            for number in range(chance.randrange(4)):
                items.append(self._item(type, f"{seed}[{number}]", chance))
        except Fault:
            for each in filter(asyncio.iscoroutine, items):
                each.close()
            raise
        return items

    def _item(self, type: Any, seed: str, chance: random.Random) -> Any:
        if chance.random() < 0.1:
            return self._later(type, seed, chance)
        return self._value(type, seed, chance)


def _leaf(name: str, chance: random.Random) -> Any:
    match name:
        case "Int":
            return chance.choice([0, -1, 2**31 - 1, True])
        case "Float":
            return chance.choice([0.5, 3])
        case "Boolean":
            return chance.choice([True, False])
        case "ID":
            return chance.choice(["id", 7])
        case _:
            return f"text {chance.randrange(100)}"


def _chance(seed: str) -> random.Random:
    return random.Random(hashlib.sha256(seed.encode()).digest())


async def answered(
    executor: type[Any], schema: GraphQLSchema, query: str, world: World
) -> tuple[Any, list[Any]]:
    """Return the data and the errors; which of two errors comes first is not compared."""
    result: Any = execute(
        schema,
        parse(query),
        field_resolver=world.resolve,
        type_resolver=world.type_of,
        executor_class=executor,
    )
    answer: ExecutionResult = result if isinstance(result, ExecutionResult) else await result
    # What graphql-core leaves running beside an answer with errors.
    beside = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*beside, return_exceptions=True)
    errors = [each.formatted for each in answer.errors or ()]
    return answer.data, sorted(errors, key=repr)
