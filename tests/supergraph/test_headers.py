"""The router forwards the agreed headers and all cookies, and nothing else from a client."""

import re

import httpx
import pytest

from shared.auth.callers import ROUTER_SECRET
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess

SENT = {
    "cookie": "session=abc",
    "authorization": "Bearer abc",
    "tracestate": "vendor=1",
    "x-correlation-id": "0123456789abcdef",
    "user-agent": "a test",
    "origin": "http://localhost:4000",
    "sec-fetch-site": "same-origin",
}
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


def trace_id(traceparent: str) -> str:
    """Return the trace id of a well-formed header."""
    found = re.fullmatch(r"00-([0-9a-f]{32})-[0-9a-f]{16}-01", traceparent)
    assert found, traceparent
    return found[1]


def test_the_listed_headers_reach_the_subgraph(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toy_router.ask("{ me }", headers={**SENT, "traceparent": TRACEPARENT})
    [received] = subgraphs.people
    assert {name: received.get(name) for name in SENT} == SENT
    assert trace_id(received["traceparent"]) == TRACE_ID
    # Apollo Router adds a span of its own to the trace.
    assert toy_router.is_apollo or received["traceparent"] == TRACEPARENT


def test_no_other_header_reaches_the_subgraph(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toy_router.ask("{ me }", headers={"x-internal": "1", "x-real-ip": "6.6.6.6"})
    [received] = subgraphs.people
    assert "x-internal" not in received
    assert "x-real-ip" not in received


def test_each_subgraph_gets_its_own_secret_and_never_a_clients(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = toy_router.ask("{ me headline }", headers={ROUTER_SECRET: "a client's"})
    [to_people], [to_news] = subgraphs.people, subgraphs.news
    assert to_people.getlist(ROUTER_SECRET) == ["secret of people"]
    assert to_news.getlist(ROUTER_SECRET) == ["secret of news"]
    assert ROUTER_SECRET not in answer.headers
    assert "secret of" not in answer.text


def test_a_client_cannot_choose_its_address(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toy_router.ask("{ me }", headers={"x-forwarded-for": "6.6.6.6, 7.7.7.7"})
    [received] = subgraphs.people
    # Apollo Router knows only the address that the proxy in front of it appended.
    assert received["x-forwarded-for"] == ("7.7.7.7" if toy_router.is_apollo else "127.0.0.1")


def test_a_client_cannot_steer_subgraph_calls_through_extensions(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    steering = {
        "endpoint": "http://127.0.0.1:1/graphql",
        "headers": {
            "x-forwarded-for": "6.6.6.6",
            "cookie": "session=stolen",
            ROUTER_SECRET: "a client's",
        },
    }
    body = {"query": "{ me }", "extensions": steering}
    answer = httpx.post(f"{toy_router.url}/graphql", json=body).json()
    assert answer["data"] == {"me": ""}
    [received] = subgraphs.people
    assert received.get("x-forwarded-for") == (None if toy_router.is_apollo else "127.0.0.1")
    assert received.getlist(ROUTER_SECRET) == ["secret of people"]


def test_a_missing_correlation_id_and_trace_are_created(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = toy_router.ask('{ headline person(id: "ada") { name } }')
    [to_people], [to_news] = subgraphs.people, subgraphs.news
    made = answer.headers["x-correlation-id"]
    assert to_people["x-correlation-id"] == to_news["x-correlation-id"] == made
    assert trace_id(to_people["traceparent"]) == trace_id(to_news["traceparent"])
    assert toy_router.is_apollo or to_people["traceparent"] == to_news["traceparent"]


def test_a_malformed_correlation_id_and_trace_are_replaced(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    malformed = {"x-correlation-id": 'x"} {"event":"forged', "traceparent": "00-1-2-3"}
    answer = toy_router.ask("{ me }", headers=malformed)
    [received] = subgraphs.people
    for name, value in malformed.items():
        assert received[name] != value
    assert answer.headers["x-correlation-id"] == received["x-correlation-id"]


def test_the_cookies_of_every_subgraph_reach_the_client(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = toy_router.ask("mutation { signIn subscribe }")
    assert sorted(answer.headers.get_list("set-cookie")) == [
        "edition=news; Path=/",
        "session=people; Path=/; HttpOnly",
        "theme=people; Path=/; HttpOnly",
    ]


@pytest.mark.embedded_router
def test_a_header_counts_subgraph_calls_when_configured(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = toy_router.ask('{ person(id: "ada") { name articles friends { articles } } }')
    calls = dict(part.split("=") for part in answer.headers["x-subgraph-calls"].split(", "))
    assert calls["people"] == "1"
    assert int(calls["news"]) == len(subgraphs.news)


def test_no_cache_may_store_an_answer(toy_router: RouterProcess) -> None:
    assert toy_router.ask("{ me }").headers["cache-control"] == "no-store"
