"""GraphQL over HTTP: the specification's audit, and what the router says to a broken request."""

import gzip
import json
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from dev.node import install_packages, run_node
from shared.admission.line import Line
from shared.auth.sessions import SessionStore
from shared.graphql.context import RequestContext
from shared.graphql.endpoint import GraphQLEndpoint
from shared.graphql.schema import build_schema
from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, serving

AUDIT = Path(__file__).parent / "audit"
BODY = b'{"query": "{ __typename }"}'
JSON = {"content-type": "application/json"}
GRAPHQL_RESPONSE = "application/graphql-response+json"


def missed_in_audit(url: str) -> list[dict[str, str]]:
    """What graphql-http's audit says the server at `url` does not keep."""
    install_packages(AUDIT)
    report: dict[str, Any] = json.loads(run_node(AUDIT / "audit.mjs", url))
    assert report["audited"] > 60
    return report["missed"]


def assert_only_gets_without_intent(missed: list[dict[str, str]]) -> None:
    """The specification's MAYs: a GET that a page of another site could send is refused."""
    assert all(each["status"] == "notice" and "GET" in each["name"] for each in missed), missed


@pytest.mark.embedded_router
def test_the_router_keeps_what_the_specification_asks(toy_router: RouterProcess) -> None:
    assert_only_gets_without_intent(missed_in_audit(f"{toy_router.url}/graphql"))


def test_so_does_a_subgraph() -> None:
    schema = build_schema(query=toys.PeopleQuery)
    endpoint = GraphQLEndpoint(
        schema, lambda: RequestContext(cast(SessionStore, None), "session"), Line()
    )
    with serving(Starlette(routes=[Route("/graphql", endpoint)])) as url:
        assert_only_gets_without_intent(missed_in_audit(url))


@pytest.mark.embedded_router
@pytest.mark.parametrize(
    ("content", "headers", "status", "code", "said"),
    [
        (BODY, {"content-type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE", "application/json"),
        (
            BODY,
            {"content-type": "application/json; charset=latin1"},
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "UTF-8",
        ),
        (
            gzip.compress(BODY, mtime=0),
            {"content-encoding": "gzip"},
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "without compression",
        ),
        (gzip.compress(BODY, mtime=0), {}, 400, "BAD_REQUEST", "compressed"),
        (b"\xef\xbb\xbf" + BODY, {}, 400, "BAD_REQUEST", "byte order mark"),
        (BODY.decode().encode("utf-16"), {}, 400, "BAD_REQUEST", "byte order mark"),
        (b'{"query": "{ __typename } # Jos\xe9"}', {}, 400, "BAD_REQUEST", "not valid UTF-8"),
        (b"{", {}, 400, "BAD_REQUEST", "not valid JSON"),
        (b"", {}, 400, "BAD_REQUEST", "not valid JSON"),
        (b"null", {}, 400, "BAD_REQUEST", "JSON object"),
        (b"[" + BODY + b"]", {}, 400, "BAD_REQUEST", "no batches"),
        (b"{}", {}, 400, "BAD_REQUEST", "`query`"),
        (b'{"query": 1}', {}, 400, "BAD_REQUEST", "`query`"),
        (b'{"query": " "}', {}, 400, "BAD_REQUEST", "`query`"),
        (b'{"query": "{ me }", "variables": []}', {}, 400, "BAD_REQUEST", "`variables`"),
        (b'{"query": "{ me }", "extensions": 1}', {}, 400, "BAD_REQUEST", "`extensions`"),
        (b'{"query": "{ me }", "operationName": 1}', {}, 400, "BAD_REQUEST", "`operationName`"),
    ],
)
def test_what_is_not_a_graphql_request_is_refused(
    toy_router: RouterProcess,
    content: bytes,
    headers: dict[str, str],
    status: int,
    code: str,
    said: str,
) -> None:
    answer = httpx.post(
        f"{toy_router.url}/graphql",
        content=content,
        headers={**JSON, "apollo-require-preflight": "true", **headers},
    )
    assert answer.status_code == status
    assert answer.json().keys() == {"errors"}
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": code}
    assert said in error["message"]


@pytest.mark.embedded_router
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_allowed(toy_router: RouterProcess, method: str) -> None:
    answer = httpx.request(method, f"{toy_router.url}/graphql")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "METHOD_NOT_ALLOWED"}


@pytest.mark.embedded_router
def test_options_names_the_methods(toy_router: RouterProcess) -> None:
    answer = httpx.options(f"{toy_router.url}/graphql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


@pytest.mark.embedded_router
def test_head_answers_as_get_does_without_the_body(toy_router: RouterProcess) -> None:
    answers = [
        httpx.request(
            method,
            f"{toy_router.url}/graphql",
            params={"query": "{ __typename }"},
            headers={"apollo-require-preflight": "true"},
        )
        for method in ("HEAD", "GET")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [bool(answer.content) for answer in answers] == [False, True]
    assert answers[0].headers["content-length"] == answers[1].headers["content-length"]


@pytest.mark.embedded_router
@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL_RESPONSE, 400), ("application/json", 200)])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ me", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($id: ID!) { person(id: $id) { id } }", "BAD_USER_INPUT"),
    ],
)
def test_a_request_error_has_a_code_and_no_data(
    toy_router: RouterProcess, query: str, code: str, accept: str, status: int
) -> None:
    answer = toy_router.ask(query, headers={"accept": accept})
    assert answer.status_code == status
    assert "data" not in answer.json()
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": code}
    assert error["locations"]


@pytest.mark.embedded_router
def test_a_refused_field_leaves_data_that_is_null(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = toy_router.ask("mutation { refuseWithNullData }").json()
    assert answer["data"] is None
    assert answer["errors"][0]["path"] == ["refuseWithNullData"]
    assert len(subgraphs.people) == 1
