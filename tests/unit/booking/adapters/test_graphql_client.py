"""Calls of other services: a fresh token each, the correlation id, and the kinds of failure."""

import json
from collections.abc import AsyncGenerator
from itertools import count

import httpx
import pytest
import respx

from shared import deadlines
from shared.errors import Busy, OutcomePending, TransientFailure, Unavailable
from shared.telemetry.correlation import correlated
from subgraphs.booking.adapters.graphql_client import CallRefused, GraphqlClient, ServiceFault

URL = "http://payment.test/graphql"


@pytest.fixture
async def client() -> AsyncGenerator[GraphqlClient]:
    serial = count(1)

    async def token(scope: str) -> str:
        return f"{scope}-{next(serial)}"

    with respx.mock:
        async with GraphqlClient(URL, part="payment", timeout_seconds=1, token=token) as client:
            yield client


def _answer(**body: object) -> respx.Route:
    return respx.post(URL).respond(json=body)


async def test_each_call_has_a_fresh_token_and_the_correlation_id(client: GraphqlClient) -> None:
    route = _answer(data={"x": 1})
    with correlated("the id"):
        for call in (1, 2):
            data = await client.execute("query X($a: Int) { x }", "X", {"a": 1}, scope="read")
            assert data == {"x": 1}
            headers = route.calls.last.request.headers
            assert headers["authorization"] == f"Bearer read-{call}"
            assert headers["x-correlation-id"] == "the id"
    assert json.loads(route.calls.last.request.content)["variables"] == {"a": 1}


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("")],
)
async def test_no_answer_is_unavailable(client: GraphqlClient, failure: Exception) -> None:
    respx.post(URL).mock(side_effect=failure)
    with pytest.raises(Unavailable):
        await client.execute("{ x }", scope="read")


async def test_each_call_says_how_long_it_may_take(client: GraphqlClient) -> None:
    route = _answer(data={"x": 1})
    await client.execute("{ x }", scope="read")
    assert route.calls.last.request.headers[deadlines.HEADER] == "1000"
    with deadlines.within(0.5):
        await client.execute("{ x }", scope="read")
    assert 0 < int(route.calls.last.request.headers[deadlines.HEADER]) <= 500


async def test_a_call_that_the_service_stopped_is_unavailable(client: GraphqlClient) -> None:
    error = {"message": "late", "extensions": {"code": "DEADLINE_EXCEEDED"}}
    respx.post(URL).respond(504, json={"errors": [error]})
    with pytest.raises(Unavailable):
        await client.execute("{ x }", scope="read")


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_answer_that_is_not_graphql_is_unavailable(
    client: GraphqlClient, status: int
) -> None:
    respx.post(URL).respond(status, text="<html>")
    with pytest.raises(Unavailable):
        await client.execute("{ x }", scope="read")


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("SERVICE_UNAVAILABLE", Unavailable),
        ("SERVICE_BUSY", Busy),
        ("OUTCOME_PENDING", OutcomePending),
    ],
)
async def test_a_transient_failure_of_the_service_stays_one(
    client: GraphqlClient, code: str, failure: type[TransientFailure]
) -> None:
    _answer(data=None, errors=[{"message": "no", "extensions": {"code": code}}])
    with pytest.raises(failure) as failed:
        await client.execute("{ x }", scope="read")
    assert failed.value.part == "payment"


async def test_a_fault_of_the_service_is_not_transient(client: GraphqlClient) -> None:
    error = {"message": "no", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
    _answer(data=None, errors=[error])
    with pytest.raises(ServiceFault) as failed:
        await client.execute("{ x }", scope="read")
    assert failed.value.part == "payment"
    assert not isinstance(failed.value, TransientFailure)


async def test_a_refusal_keeps_its_code(client: GraphqlClient) -> None:
    _answer(data=None, errors=[{"message": "no", "extensions": {"code": "ILLEGAL_TRANSITION"}}])
    with pytest.raises(CallRefused) as refused:
        await client.execute("{ x }", scope="read")
    assert refused.value.code == "ILLEGAL_TRANSITION"
