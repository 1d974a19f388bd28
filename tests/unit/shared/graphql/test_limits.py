"""Operations that are refused before anything is executed."""

from typing import Any

import pytest
from strawberry.types import ExecutionResult

from shared.graphql.limits import MAX_COST, MAX_SHAPE
from tests.unit.shared.graphql.shop import Executions, schema

ROWS = "parts(first: 100) { edges { node { parts(first: 100) { edges { node { id name } } } } } }"


@pytest.fixture(autouse=True)
def no_executions() -> None:
    Executions.count = 0


async def ask(query: str, **variables: Any) -> ExecutionResult:
    return await schema.execute(query, variable_values=variables)


async def test_each_answer_tells_its_cost() -> None:
    answer = await ask("{ thing { id name } }")
    assert answer.data == {"thing": {"id": "thing", "name": "A name"}}
    assert answer.extensions == {"cost": 3}


async def test_an_operation_too_costly_is_refused() -> None:
    answer = await ask(f"{{ thing {{ {ROWS} }} }}")
    assert answer.data is None
    assert answer.errors is not None
    [error] = answer.errors
    cost = 1 + 1 + 100 * (1 + 1 + 1 + 100 * 4)
    assert cost > MAX_COST
    assert error.extensions == {"code": "OPERATION_TOO_COSTLY", "cost": cost, "limit": MAX_COST}
    assert answer.extensions == {"cost": cost}
    assert Executions.count == 0


async def test_the_same_operation_is_served_with_smaller_pages() -> None:
    query = f"query ($n: Int) {{ thing {{ {ROWS.replace('100', '$n')} }} }}"
    refused, served = await ask(query, n=100), await ask(query, n=3)
    assert refused.errors is not None
    assert served.errors is None
    assert served.extensions == {"cost": 2 + 3 * (3 + 3 * 4)}


async def test_entities_are_limited_too() -> None:
    query = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id } } }"""
    refused = await ask(query, r=[{"__typename": "Thing", "id": "1"}] * (MAX_COST // 2 + 1))
    assert refused.errors is not None
    assert refused.errors[0].extensions["code"] == "OPERATION_TOO_COSTLY"  # pyright: ignore[reportOptionalSubscript] - the answer's own errors have them
    assert Executions.count == 0


async def test_a_mutation_too_costly_changes_nothing() -> None:
    answer = await ask(f"mutation {{ make {{ {ROWS} }} }}")
    assert answer.errors is not None
    assert Executions.count == 0


async def test_an_operation_too_large_is_refused() -> None:
    fields = " ".join(f"a{n}: thing {{ id }}" for n in range(MAX_SHAPE.root_fields + 1))
    answer = await ask(f"{{ {fields} }}")
    assert answer.errors is not None
    [error] = answer.errors
    assert error.extensions == {"code": "OPERATION_TOO_LARGE"}
    assert str(MAX_SHAPE.root_fields) in error.message
    assert Executions.count == 0


async def test_a_subscription_over_a_socket_is_limited() -> None:
    stream = await schema.stream(f"{{ thing {{ {ROWS} }} }}")
    [answer] = [each async for each in stream]
    assert isinstance(answer, ExecutionResult)
    assert answer.errors is not None
    assert Executions.count == 0


async def test_an_invalid_operation_has_no_cost() -> None:
    answer = await ask("{ nothing }")
    assert answer.errors is not None
    assert "nothing" in answer.errors[0].message
    assert not answer.extensions


async def test_one_of_several_operations_is_counted() -> None:
    query = "query Small { thing { id } } query Large { thing { id name tags } }"
    small = await schema.execute(query, operation_name="Small")
    large = await schema.execute(query, operation_name="Large")
    assert (small.extensions, large.extensions) == ({"cost": 2}, {"cost": 6})
