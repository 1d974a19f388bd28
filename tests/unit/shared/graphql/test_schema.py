"""The assembled schema: its limits and its loaders."""

import pytest
import strawberry
from strawberry.dataloader import DataLoader

from shared.graphql.schema import SubgraphSchema, build_schema

_stored = {"count": 0}


class Context:
    """A request's context with one loader, as a subgraph has it."""

    def __init__(self) -> None:
        async def load(names: list[str]) -> list[int]:
            return [_stored[name] for name in names]

        self.counts = DataLoader[str, int](load)

    def clear_loaders(self) -> None:
        self.counts.clear_all()


Info = strawberry.Info[Context, None]


@strawberry.type
class Counter:
    @strawberry.field
    async def count(self, info: Info) -> int:
        return await info.context.counts.load("count")


@strawberry.type
class Query:
    @strawberry.field
    def number(self) -> int:
        return 1


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def increment(self) -> Counter:
        _stored["count"] += 1
        return Counter()


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(query=Query, mutation=Mutation, mutation_classes={"writes": ["increment"]})


async def test_a_huge_operation_is_refused(schema: SubgraphSchema) -> None:
    answer = await schema.execute("{" + " number" * 6_000 + "}")
    assert answer.errors is not None
    assert "token" in answer.errors[0].message.lower()


async def test_each_mutation_answers_with_what_it_changed(schema: SubgraphSchema) -> None:
    _stored["count"] = 0
    answer = await schema.execute(
        "mutation { first: increment { count } second: increment { count } }",
        context_value=Context(),
    )
    assert answer.errors is None
    assert answer.data == {"first": {"count": 1}, "second": {"count": 2}}
