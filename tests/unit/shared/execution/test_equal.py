"""Level by level gives what graphql-core gives: data, errors, paths, nulls and their order."""

import asyncio
import json

import pytest
from graphql import GraphQLScalarType, StringValueNode, is_specified_scalar_type
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from shared.graphql.schema import SubgraphSchema
from subgraphs.account.api.schema import schema as account
from subgraphs.booking.api.schema import schema as booking
from subgraphs.catalog.api.schema import schema as catalog
from subgraphs.payment.api.schema import schema as payment
from tests.unit.shared.execution.answers import (
    BREADTH_FIRST,
    STOCK,
    World,
    answered,
    without_resolvers,
)

SCHEMAS = {"account": account, "booking": booking, "catalog": catalog, "payment": payment}
EXAMPLES = 12


# Of an answer with errors, graphql-core leaves coroutines behind that it does not need.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(("faults", "nulls"), [(0, 0), (0, 0.1), (0.05, 0.05)])
def test_random_operations_have_the_same_answer(name: str, faults: float, nulls: float) -> None:
    compare(SCHEMAS[name], EXAMPLES, faults=faults, nulls=nulls)


def compare(subgraph: SubgraphSchema, examples: int, *, faults: float, nulls: float) -> None:
    """Answer random operations by both executors; AssertionError when an answer differs."""
    schema = without_resolvers(subgraph)
    scalars = {
        each.name: st.just(StringValueNode(value="text"))
        for each in schema.type_map.values()
        if isinstance(each, GraphQLScalarType) and not is_specified_scalar_type(each)
    }

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(queries(schema, custom_scalars=scalars), st.integers(0, 2**32))
    def same(query: str, seed: int) -> None:
        world = World(schema, seed, faults=faults, nulls=nulls)
        stock = asyncio.run(answered(STOCK, schema, query, world))
        ours = asyncio.run(answered(BREADTH_FIRST, schema, query, world))
        assert ours == stock
        # As text, because dicts in another order are equal.
        assert json.dumps(ours[0]) == json.dumps(stock[0])

    same()
