"""Subscriptions use a WebSocket from the client and another to the subgraph, per viewer."""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from strawberry.asgi import GraphQL
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from shared.auth.callers import ROUTER_SECRET
from shared.graphql.callers import KnownCallersOnly
from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, free_port, router, serving, wait_until
from tests.unit.shared.auth.known_callers import Workbench

pytestmark = pytest.mark.embedded_router

EVENTS = {"accept": "text/event-stream"}


@contextmanager
def socket(
    process: RouterProcess,
    headers: Mapping[str, str] | None = None,
    payload: Mapping[str, str] | None = None,
) -> Generator[ClientConnection]:
    """Open a connection and wait until the router has acknowledged it."""
    url = f"{process.url}/graphql".replace("http", "ws")
    protocol = Subprotocol("graphql-transport-ws")
    with connect(url, subprotocols=[protocol], additional_headers=headers) as connection:
        connection.send(json.dumps({"type": "connection_init", "payload": payload or {}}))
        assert json.loads(connection.recv())["type"] == "connection_ack"
        yield connection


def subscribe(connection: ClientConnection, query: str, id: str = "1") -> None:
    message = {"id": id, "type": "subscribe", "payload": {"query": query}}
    connection.send(json.dumps(message))


def answers(connection: ClientConnection) -> list[dict[str, Any]]:
    """Return the payloads until the server completes the operation."""
    received: list[dict[str, Any]] = []
    while (message := json.loads(connection.recv()))["type"] != "complete":
        received.append(message["payload"])
    return received


def test_a_subscription_runs_as_the_viewer_of_the_handshake(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    for viewer in ("alice", "bob"):
        with socket(toy_router, {"cookie": f"session={viewer}"}) as connection:
            subscribe(connection, "subscription { greetings }")
            assert answers(connection) == [
                {"data": {"greetings": f"first session={viewer}"}, "extensions": {"cost": 1}},
                {"data": {"greetings": f"second session={viewer}"}, "extensions": {"cost": 1}},
            ]


def test_the_payload_may_have_a_bearer_token_and_no_other_header(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    payload = {
        "authorization": "Bearer abc",
        "x-forwarded-for": "6.6.6.6",
        ROUTER_SECRET: "a client's",
    }
    with socket(toy_router, {ROUTER_SECRET: "a client's"}, payload) as connection:
        subscribe(connection, "subscription { greetings }")
        answers(connection)
    [received] = subgraphs.people
    assert received["authorization"] == "Bearer abc"
    assert received["x-forwarded-for"] == "127.0.0.1"
    assert received["x-correlation-id"]
    assert received.getlist(ROUTER_SECRET) == ["secret of people"]


def test_headers_that_nobody_sent_do_not_reach_the_subgraph(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    with socket(toy_router) as connection:
        subscribe(connection, "subscription { greetings }")
        answers(connection)
    [received] = subgraphs.people
    assert not received.get("cookie")
    assert not received.get("authorization")


def test_a_client_that_leaves_ends_its_subscription(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toys.endless_ended.clear()
    with socket(toy_router) as connection:
        subscribe(connection, "subscription { endless }")
        connection.recv()
        assert not toys.endless_ended.is_set()
    assert toys.endless_ended.wait(toys.TIMEOUT_SECONDS)


def test_one_subscription_too_many_is_refused_and_the_others_continue(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    with socket(toy_router) as connection:
        for number in range(51):
            subscribe(connection, "subscription { endless }", str(number))
        refused: list[dict[str, Any]] = []
        while len(refused) < 1:
            message = json.loads(connection.recv(toys.TIMEOUT_SECONDS))
            if message["type"] != "next":
                refused.append(message)
        assert (refused[0]["type"], refused[0]["id"]) == ("error", "50")
        [error] = refused[0]["payload"]
        assert error["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        connection.send(json.dumps({"id": "0", "type": "complete"}))
        subscribe(connection, "subscription { greetings }", "51")
        while (message := json.loads(connection.recv(toys.TIMEOUT_SECONDS)))["id"] != "51":
            assert message["type"] == "next"
        assert message["payload"]["data"]["greetings"].startswith("first")


def test_a_client_that_reads_slowly_gets_the_newest_answers(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    """What it has not read yet is not kept for it: only the last few, and the end."""
    toys.flood_sent.clear()
    with socket(toy_router) as connection:
        subscribe(connection, "subscription { flood }")
        assert toys.flood_sent.wait(6 * toys.TIMEOUT_SECONDS)
        received = [int(each["data"]["flood"].split()[0]) for each in answers(connection)]
    assert received == sorted(set(received))
    assert received[-1] == toys.FLOOD - 1
    assert len(received) < toys.FLOOD // 2


@contextmanager
def _down() -> Generator[str]:
    yield f"http://127.0.0.1:{free_port()}/graphql"


def _closed() -> AbstractContextManager[str]:
    """A subgraph that does not know the router's secret."""
    return serving(KnownCallersOnly(GraphQL(toys.SCHEMAS["people"]), Workbench().callers))


@pytest.mark.parametrize("subgraph", [_down, _closed])
def test_a_subscription_ends_when_its_subgraph_is_unavailable(
    toy_supergraph: Path,
    served_toys: ToySubgraphs,
    tmp_path: Path,
    subgraph: Callable[[], AbstractContextManager[str]],
) -> None:
    log = tmp_path / "log"
    with (
        subgraph() as url,
        router(toy_supergraph, log, **{**served_toys.urls, "PEOPLE_URL": url}) as started,
        socket(started) as connection,
    ):
        subscribe(connection, "subscription { greetings }")
        [answer] = answers(connection)
    [error] = answer["errors"]
    assert (answer["data"], error["extensions"]["code"]) == (
        {"greetings": None},
        "SUBGRAPH_UNAVAILABLE",
    )
    assert "127.0.0.1" not in error["message"]
    assert log.read_text().count("subgraph_unavailable") == 1
    assert "secret of" not in log.read_text()


def test_an_address_has_a_bounded_number_of_connections(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    limits = {"ROUTER_MAX_SOCKETS_OF_ADDRESS": "3"}
    with (
        router(toy_supergraph, tmp_path / "log", **served_toys.urls, **limits) as limited,
        ExitStack() as opened,
    ):
        for _ in range(2):
            opened.enter_context(socket(limited))
        with socket(limited):
            assert _refusal(limited) == (429, "TOO_MANY_CONNECTIONS")
        wait_until(lambda: _refusal(limited) is None)


def test_the_router_has_a_bounded_number_of_connections(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    limits = {"ROUTER_MAX_SOCKETS": "1"}
    with (
        router(toy_supergraph, tmp_path / "log", **served_toys.urls, **limits) as limited,
        socket(limited) as connection,
    ):
        assert _refusal(limited) == (503, "TOO_MANY_CONNECTIONS")
        assert limited.ask("{ me }").json()["data"] == {"me": ""}
        subscribe(connection, "subscription { greetings }")
        assert len(answers(connection)) == 2


def test_a_stream_over_http_is_a_connection_too(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    limits = {"ROUTER_MAX_SOCKETS_OF_ADDRESS": "2"}
    with router(toy_supergraph, tmp_path / "log", **served_toys.urls, **limits) as limited:
        with socket(limited), streaming(limited, "subscription { endless }"):
            assert _refusal(limited) == (429, "TOO_MANY_CONNECTIONS")
            refused = limited.ask("subscription { endless }", headers=EVENTS)
            assert refused.status_code == 429
            assert '"code":"TOO_MANY_CONNECTIONS"' in refused.text
        wait_until(lambda: _refusal(limited) is None)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "multipart/mixed"])
def test_a_client_that_cannot_read_a_stream_opens_none(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, accept: str
) -> None:
    answer = toy_router.ask("subscription { endless }", headers={"accept": accept})
    assert answer.status_code == 406
    assert subgraphs.people == []


@contextmanager
def streaming(process: RouterProcess, query: str) -> Generator[None]:
    """Run a subscription over HTTP, and wait for its first answer."""
    with httpx.stream(
        "POST", f"{process.url}/graphql", json={"query": query}, headers=EVENTS
    ) as answer:
        lines = answer.iter_lines()
        while not next(lines).startswith("data"):
            pass
        yield


def _refusal(limited: RouterProcess) -> tuple[int, str] | None:
    """The status and the code that refuse one more connection; None when it is accepted."""
    try:
        with socket(limited):
            return None
    except InvalidStatus as refused:
        response = refused.response
    [error] = json.loads(response.body or b"")["errors"]
    assert response.headers["retry-after"]
    return response.status_code, error["extensions"]["code"]


def test_a_page_of_another_site_cannot_open_a_socket(toy_router: RouterProcess) -> None:
    """Browsers send the router's cookies with the handshake, from a page of any site."""
    with (
        pytest.raises(InvalidStatus, match="403"),
        socket(toy_router, {"origin": "http://evil.test", "cookie": "session=alice"}),
    ):
        pass


def test_a_token_with_forbidden_characters_is_ignored(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    with socket(toy_router, payload={"authorization": "Bearer \u20ac\r\nx: y"}) as connection:
        subscribe(connection, "subscription { greetings }")
        assert len(answers(connection)) == 2
    [received] = subgraphs.people
    assert not received.get("authorization")


def test_a_page_of_the_routers_own_origin_can_open_a_socket(toy_router: RouterProcess) -> None:
    with socket(toy_router, {"origin": toy_router.url}) as connection:
        subscribe(connection, "subscription { greetings }")
        assert len(answers(connection)) == 2
