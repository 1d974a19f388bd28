"""A failing subgraph makes only its own fields null, and its errors reveal nothing internal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from shared.auth.callers import UnknownCaller
from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, evaluate, free_port, router, serving

REFUSED = {"message": str(UnknownCaller()), "extensions": {"code": UnknownCaller.code}}
BOTH = 'query Both { me headline person(id: "ada") { name articles } }'


def respond(make: Callable[[], Response]) -> Any:
    """Return an ASGI application that gives every request the same answer."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()
        await make()(scope, receive, send)

    return app


def assert_only_news_is_null(answer: dict[str, Any]) -> None:
    assert answer["data"] == {
        "me": "",
        "headline": None,
        "person": {"name": "Ada", "articles": None},
    }
    assert answer["errors"]
    for error in answer["errors"]:
        assert error["extensions"]["code"] == "SUBGRAPH_UNAVAILABLE"
        assert error["extensions"]["subgraph"] == "news"
        assert error["extensions"]["correlationId"]


def test_a_subgraph_that_is_down_makes_only_its_fields_null(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    urls = {**subgraphs.urls, "NEWS_URL": f"http://127.0.0.1:{free_port()}/graphql"}
    with router(toy_supergraph, tmp_path / "log", **urls) as started:
        answer = started.ask(BOTH)
        assert_only_news_is_null(answer.json())
        assert "127.0.0.1" not in answer.text
        nothing = started.ask("{ headline }").json()["data"]
    assert nothing == (None if started.is_apollo else {"headline": None})
    assert (
        "Connection refused" if started.is_apollo else "ECONNREFUSED"
    ) in started.log.read_text()


def test_a_subgraph_that_times_out_makes_only_its_fields_null(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path, gate: toys.Gate
) -> None:
    timeout = {"ROUTER_SUBGRAPH_TIMEOUT_SECONDS": "1"}
    with router(toy_supergraph, tmp_path / "log", **subgraphs.urls, **timeout) as started:
        answer = started.ask("{ slowGreeting headline }").json()
    assert answer["data"] == {"slowGreeting": None, "headline": "Nothing happened"}
    code = "SUBGRAPH_UNAVAILABLE" if started.is_apollo else "DEADLINE_EXCEEDED"
    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


@pytest.mark.parametrize(
    "make",
    [
        lambda: PlainTextResponse("<h1>Bad gateway at 10.0.0.1</h1>", 502),
        lambda: Response('{"data": {"head', media_type="application/json"),
        lambda: Response('{"detail": "Not Found"}', 404, media_type="application/json"),
        lambda: Response(""),
        lambda: JSONResponse({"errors": [REFUSED]}, 401),
    ],
    ids=["a proxy's page", "half an answer", "no GraphQL", "nothing", "refuses the router"],
)
def test_a_subgraph_with_a_malformed_answer_makes_only_its_fields_null(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path, make: Callable[[], Response]
) -> None:
    with (
        serving(respond(make)) as url,
        router(toy_supergraph, tmp_path / "log", **{**subgraphs.urls, "NEWS_URL": url}) as started,
    ):
        answer = started.ask(BOTH)
    assert_only_news_is_null(answer.json())
    assert "10.0.0.1" not in answer.text


def test_errors_of_a_subgraph_reach_the_client_unchanged(toy_router: RouterProcess) -> None:
    answer = toy_router.ask("mutation { refuse }").json()
    error: dict[str, Any] = {
        "message": "You may not do this.",
        "path": ["refuse"],
        "extensions": {"code": "FORBIDDEN", "correlationId": "subgraphs-own"},
    }
    if toy_router.is_apollo:
        error["locations"] = [{"line": 1, "column": 12}]
        error["extensions"]["service"] = "people"
    assert (answer["data"], answer["errors"]) == ({"refuse": None}, [error])


@pytest.mark.embedded_router
def test_faults_of_the_router_are_masked() -> None:
    masked = evaluate("errors.mjs", "maskedErrors.maskError(new Error('no plan for 10.0.0.1'))")
    assert masked["message"] == "Internal server error"
    assert masked["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "10.0.0.1" not in str(masked)
