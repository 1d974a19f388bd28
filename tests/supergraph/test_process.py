"""The router's process logs requests, reports wrong settings, and stops in order."""

import json
import os
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from dev.node import find_node
from shared.auth.callers import ROUTER_SECRET
from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import router, wait_until, write_secrets

pytestmark = pytest.mark.embedded_router


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_each_request_is_one_line_without_secrets(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    secret = "correct-horse-battery"
    with router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started:
        answer = started.ask(
            "query Find($id: ID!) { person(id: $id) { name articles } }",
            {"id": secret},
            {"cookie": f"session={secret}", "authorization": f"Bearer {secret}"},
        )
        started.ask(f'{{ person(id: "{secret}") {{ nope }} }}')
    [found, refused] = [line for line in lines(started.log) if line["event"] == "request"]
    assert found["correlation_id"] == answer.headers["x-correlation-id"]
    assert found["operation"] == "Find"
    assert found["subgraph_calls"] == {"people": 1, "news": 1}
    assert found["milliseconds"] > 0
    assert refused["errors"] == ["GRAPHQL_VALIDATION_FAILED"]
    assert secret not in started.log.read_text()


def test_a_line_of_the_log_is_short_however_long_the_operations_name(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    with router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started:
        started.ask(f"query {'A' * 90_000} {{ me }}")
    [found] = [line for line in lines(started.log) if line["event"] == "request"]
    assert found["operation"] == "A" * 100


def test_health(toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path) -> None:
    with router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started:
        for check in ("live", "ready"):
            url = f"{started.url}/health/{check}"
            assert httpx.get(url).status_code == httpx.head(url).status_code == 200
            for method in ("POST", "PUT", "DELETE", "OPTIONS"):
                refused = httpx.request(method, url)
                assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
        assert [line["event"] for line in lines(started.log)] == ["development_mode", "listening"]


def test_it_finishes_requests_in_progress_and_then_stops(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path, gate: toys.Gate
) -> None:
    with (
        router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started,
        ThreadPoolExecutor(1) as threads,
    ):
        asked = threads.submit(started.ask, "{ slowGreeting }")
        gate.wait_for(1)
        started.process.send_signal(signal.SIGTERM)
        wait_until(lambda: _refuses_connections(started.url))
        gate.open()
        assert asked.result().json()["data"] == {"slowGreeting": "Hello, !"}
        assert started.process.wait(10) == 0


def test_it_stops_in_limited_time_although_a_request_hangs(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path, gate: toys.Gate
) -> None:
    with (
        router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started,
        ThreadPoolExecutor(1) as threads,
    ):
        asked = threads.submit(started.ask, "{ slowGreeting }")
        gate.wait_for(1)
        started.process.send_signal(signal.SIGTERM)
        assert started.process.wait(10) == 0
        with pytest.raises(httpx.TransportError):
            asked.result()


def test_a_rotated_secret_reaches_a_running_router(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    with router(toy_supergraph, tmp_path / "log", **subgraphs.urls) as started:

        def sent() -> str:
            started.ask("{ me }")
            return subgraphs.people[-1][ROUTER_SECRET]

        assert sent() == "secret of people"
        write_secrets(toy_supergraph, tmp_path / "secrets", "new secret of")
        wait_until(lambda: sent() == "new secret of people")
        (tmp_path / "secrets" / "people").unlink()
        wait_until(lambda: "router_secrets_kept" in started.log.read_text())
        assert sent() == "new secret of people"
        assert "secret of people" not in started.log.read_text()


@pytest.fixture
def toy_settings(toy_supergraph: Path, tmp_path: Path) -> dict[str, str]:
    """The settings with which the router starts."""
    secrets = write_secrets(toy_supergraph, tmp_path / "secrets")
    return {"SUPERGRAPH_FILE": str(toy_supergraph), "ROUTER_SECRETS_FOLDER": str(secrets)}


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"ROUTER_SECRETS_FOLDER": ""}, "ROUTER_SECRETS_FOLDER: name the folder with a secret"),
        (
            {"ROUTER_SECRETS_FOLDER": "/nowhere"},
            "ROUTER_SECRETS_FOLDER: /nowhere/news cannot be read",
        ),
        ({"SUPERGRAPH_FILE": "/nowhere.graphql"}, "SUPERGRAPH_FILE: /nowhere.graphql cannot be"),
        ({"ROUTER_PORT": "many"}, "ROUTER_PORT: many is not a whole number."),
        ({"PEOPLE_URL": "people"}, "PEOPLE_URL: people is not an http URL."),
        ({"ROUTER_OPERATIONS": "some"}, "ROUTER_OPERATIONS: some is not one of any, trusted."),
        ({"TRUSTED_DOCUMENTS_FILE": "/nowhere"}, "TRUSTED_DOCUMENTS_FILE: /nowhere cannot be read"),
        (
            {"TRUSTED_DOCUMENTS_FILE": __file__},
            f"TRUSTED_DOCUMENTS_FILE: {__file__} is no manifest",
        ),
    ],
)
def test_a_wrong_setting_is_reported_in_one_sentence(
    toy_settings: dict[str, str], environment: dict[str, str], complaint: str
) -> None:
    ended = start_without_success({**toy_settings, **environment})
    assert ended.returncode == 1
    assert ended.stderr.startswith(complaint)
    assert len(ended.stderr.splitlines()) == 1


def test_a_taken_port_is_reported_in_one_sentence(toy_settings: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = start_without_success({**toy_settings, "ROUTER_PORT": str(port)})
    assert ended.returncode == 1
    assert ended.stderr == f"The router cannot listen: 127.0.0.1:{port} is taken.\n"


def start_without_success(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [find_node(), ROUTER / "gateway" / "server.mjs"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def _refuses_connections(url: str) -> bool:
    try:
        httpx.get(f"{url}/health/live")
    except httpx.ConnectError:
        return True
    except httpx.TransportError:
        return False
    return False
