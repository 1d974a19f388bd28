"""The largest answer that the router sends."""

import pytest

from tests.supergraph.serving import RouterProcess, evaluate

pytestmark = pytest.mark.embedded_router


def test_an_answer_above_the_largest_is_refused(toy_router: RouterProcess) -> None:
    """Each subgraph's part may be below the limit: together they are above it."""
    limit = evaluate("answers.mjs", "MAX_ANSWER_BYTES")
    query = "query($a: Int!, $b: Int!) { a: long(length: $a) b: long(length: $b) }"
    around = len(toy_router.ask(query, {"a": 0, "b": 0}).content)
    sizes = {"a": limit // 2, "b": limit // 2 - around}
    largest = toy_router.ask(query, sizes)
    assert len(largest.content) == limit
    refused = toy_router.ask(query, {**sizes, "a": sizes["a"] + 1})
    assert refused.status_code == 200
    for answer in (largest, refused):
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert refused.json()["data"] is None
    [error] = refused.json()["errors"]
    assert error["extensions"] == {"code": "ANSWER_TOO_LARGE", "limit": limit}
    assert len(refused.content) < 1_000
