"""Both routers and the supergraph agree on names, addresses, headers, limits and versions."""

import json
import re
from typing import Any

import pytest
import yaml

from shared import deadlines
from shared.auth.callers import ROUTER_SECRET
from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import evaluate

PROJECT = ROUTER.parent
APOLLO: dict[str, Any] = yaml.safe_load((ROUTER / "router.yaml").read_text())
SUPERGRAPH: dict[str, Any] = yaml.safe_load((PROJECT / "supergraph.yaml").read_text())

LICENSED = [
    "apq.router.cache.redis",
    "authentication.router",
    "authorization.directives",
    "batching",
    "coprocessor",
    "demand_control",
    "limits.max_aliases",
    "limits.max_depth",
    "limits.max_height",
    "limits.max_root_fields",
    "persisted_queries",
    "preview_entity_cache",
    "response_cache",
    "subscription",
    "supergraph.query_planning.cache.redis",
]


def test_both_routers_forward_the_same_headers() -> None:
    rules = APOLLO["headers"]["all"]["request"]
    propagated = [rule["propagate"]["named"] for rule in rules if "propagate" in rule]
    assert propagated == evaluate("headers.mjs", "FORWARDED_HEADERS")


def test_both_routers_tell_subgraphs_how_long_a_call_may_take() -> None:
    script = (ROUTER / "main.rhai").read_text()
    assert evaluate("deadlines.mjs", "TIME_LIMIT_HEADER") == deadlines.HEADER
    assert f'request.subgraph.headers["{deadlines.HEADER}"] = `${{seconds}}000`;' in script
    [seconds] = re.findall(r'const SUBGRAPH_TIMEOUT_SECONDS = "(\d+)";', script)
    waits = f"${{env.ROUTER_SUBGRAPH_TIMEOUT_SECONDS:-{seconds}}}s"
    assert APOLLO["traffic_shaping"]["all"]["timeout"] == waits


def test_both_routers_read_each_subgraphs_address_from_the_same_variable() -> None:
    assert APOLLO["override_subgraph_url"] == {
        name: f"${{env.{name.upper()}_URL}}" for name in SUPERGRAPH["subgraphs"]
    }


def test_both_routers_send_each_subgraph_its_own_secret() -> None:
    header = evaluate("secrets.mjs", "ROUTER_SECRET")
    assert header == ROUTER_SECRET
    assert APOLLO["headers"]["subgraphs"] == {
        name: {
            "request": [{"insert": {"name": header, "value": f"${{file./dist/secrets/{name}}}"}}]
        }
        for name in SUPERGRAPH["subgraphs"]
    }


def test_both_routers_set_the_same_limits() -> None:
    limits = APOLLO["limits"]
    assert limits["http_max_request_bytes"] == evaluate("limits.mjs", "MAX_BODY_BYTES")
    assert limits["parser_max_tokens"] == evaluate("limits.mjs", "MAX_TOKENS")


def test_apollo_router_is_configured_for_production() -> None:
    assert APOLLO["supergraph"]["introspection"] is False
    assert APOLLO["homepage"]["enabled"] is False


def test_both_routers_join_no_queries_in_flight() -> None:
    assert APOLLO["traffic_shaping"]["all"]["deduplicate_query"] is False


@pytest.mark.parametrize("path", LICENSED)
def test_no_licensed_feature_is_used(path: str) -> None:
    section: dict[str, Any] = APOLLO
    for key in path.split("."):
        section = section.get(key) or {}
    assert not section


def test_rover_and_the_project_compose_with_the_same_federation_version() -> None:
    packages = json.loads((ROUTER / "compose" / "package.json").read_text())["dependencies"]
    assert SUPERGRAPH["federation_version"] == f"={packages['@apollo/composition']}"


def test_the_supergraph_names_every_subgraphs_schema() -> None:
    files = {entry["schema"]["file"] for entry in SUPERGRAPH["subgraphs"].values()}
    schemas = PROJECT.glob("subgraphs/*/api/schema.py")
    assert files == {f"subgraphs/{path.parent.parent.name}/schema.graphql" for path in schemas}


def test_every_callback_of_the_script_exists() -> None:
    script = (ROUTER / "main.rhai").read_text()
    called = set(re.findall(r'Fn\("(\w+)"\)', script))
    assert called
    assert called <= set(re.findall(r"^fn (\w+)\(", script, re.MULTILINE))
