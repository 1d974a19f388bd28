"""A router with too much to do refuses at once, and passes on what a subgraph refuses."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response

from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, router, serving, wait_until
from tests.supergraph.test_failures import BOTH, respond

ARRIVALS = 40
# The share of what matters least, of the limit that a router has at its start.
BEGUN = 14
EXTENSIONS = {"code": "SERVICE_OVERLOADED", "retryAfterSeconds": 1}
SHED = {"errors": [{"message": "Too much to do.", "extensions": EXTENSIONS}]}
ORIGIN = "https://www.example.com"


@pytest.fixture
def own_router(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> Iterator[RouterProcess]:
    settings = {**subgraphs.urls, "ROUTER_CORS_ORIGINS": ORIGIN}
    with router(toy_supergraph, tmp_path / "log", **settings) as started:
        yield started


@pytest.mark.embedded_router
def test_what_is_too_much_is_refused_at_once(own_router: RouterProcess, gate: toys.Gate) -> None:
    def ask(_: int) -> httpx.Response:
        return own_router.ask("{ slowGreeting }", headers={"origin": ORIGIN})

    with ThreadPoolExecutor(ARRIVALS) as threads:
        asked = [threads.submit(ask, number) for number in range(ARRIVALS)]
        try:
            wait_until(lambda: sum(each.done() for each in asked) == ARRIVALS - BEGUN)
            shed = [each.result() for each in asked if each.done()]
        finally:
            gate.open()
        answers = [each.result() for each in asked]
    for answer in shed:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.headers["x-correlation-id"]
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        [error] = answer.json()["errors"]
        assert error["extensions"] == EXTENSIONS
        assert "nothing has changed" in error["message"]
    served = [answer for answer in answers if answer.status_code == 200]
    assert len(served) == BEGUN
    assert all(answer.json()["data"]["slowGreeting"] for answer in served)
    assert own_router.ask("{ slowGreeting }").status_code == 200
    lines = [json.loads(line) for line in own_router.log.read_text().splitlines()]
    assert [line["event"] for line in lines].count("shedding_began") == 1
    # Of what was shed there is no line.
    assert sum(line["event"] == "request" for line in lines) <= len(served) + 1


def test_what_a_subgraph_sheds_reaches_the_client(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    body = json.dumps(SHED)
    with (
        serving(respond(lambda: Response(body, 503, media_type="application/json"))) as url,
        router(toy_supergraph, tmp_path / "log", **{**subgraphs.urls, "NEWS_URL": url}) as started,
    ):
        alone = started.ask("{ headline }")
        beside = started.ask(BOTH)
    [refused] = alone.json()["errors"]
    if started.is_apollo:
        # No script can set the status of an answer.
        assert alone.status_code == 200
        assert refused["extensions"] == {**EXTENSIONS, "service": "news"}
    else:
        assert (alone.status_code, alone.headers["retry-after"]) == (503, "1")
        assert "data" not in alone.json()
        assert refused["extensions"] == EXTENSIONS
    # Something was done, so the answer says what.
    assert beside.status_code == 200
    assert beside.json()["data"] == {
        "me": "",
        "headline": None,
        "person": {"name": "Ada", "articles": None},
    }
    assert {error["extensions"]["code"] for error in beside.json()["errors"]} == {
        "SERVICE_OVERLOADED"
    }
