"""Which fields must say their size."""

import pytest
import strawberry

from shared.graphql.schema import build_schema
from shared.graphql.weights import PAGED, assumed, weighs


def test_a_list_without_a_size_is_refused() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def numbers(self) -> list[int] | None:
            return []

    with pytest.raises(TypeError, match=r"Query\.numbers needs"):
        build_schema(query=Query)


def test_a_page_without_a_default_size_is_refused() -> None:
    @strawberry.type
    class Numbers:
        edges: list[int] = strawberry.field(directives=[assumed(100)])

    @strawberry.type
    class Query:
        @strawberry.field(directives=[PAGED])
        def numbers(self, first: int) -> Numbers:
            return Numbers(edges=[])

    with pytest.raises(TypeError, match="first"):
        build_schema(query=Query)


def test_composers_and_other_routers_read_the_sizes() -> None:
    @strawberry.type
    class Query:
        @strawberry.field(directives=[assumed(3)])
        def numbers(self) -> list[int]:
            return []

        @strawberry.field(directives=[weighs(50)])
        def number(self) -> int:
            return 1

    sdl = build_schema(query=Query).as_str()
    assert "numbers: [Int!]! @listSize(assumedSize: 3, requireOneSlicingArgument: false)" in sdl
    assert "number: Int! @cost(weight: 50)" in sdl
