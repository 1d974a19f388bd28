"""The router refuses some requests before it calls a subgraph."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess

FRAGMENTS_THAT_MULTIPLY = "".join(
    f"fragment F{n} on Person {{ {' '.join(f'{a}: friends {{ ...F{n + 1} }}' for a in 'abc')} }} "
    for n in range(7)
)


@pytest.fixture(autouse=True)
def nothing_reaches_a_subgraph(subgraphs: ToySubgraphs) -> Iterator[None]:
    yield
    assert subgraphs.people == []
    assert subgraphs.news == []


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_requests_that_a_foreign_page_could_send_are_refused(
    toy_router: RouterProcess, content_type: str
) -> None:
    """Browsers send these to any site, with cookies and without a CORS preflight."""
    answer = httpx.post(
        f"{toy_router.url}/graphql",
        content='{"query": "mutation { signIn }"}',
        headers={"content-type": content_type, "cookie": "session=alice"},
    )
    assert answer.status_code in ((400,) if toy_router.is_apollo else (403, 415))
    assert answer.json()["errors"]


def test_a_get_without_a_preflight_header_is_refused(toy_router: RouterProcess) -> None:
    answer = httpx.get(f"{toy_router.url}/graphql", params={"query": "{ me }"})
    assert answer.status_code == (400 if toy_router.is_apollo else 403)


def test_a_mutation_by_get_is_refused(toy_router: RouterProcess) -> None:
    answer = httpx.get(
        f"{toy_router.url}/graphql",
        params={"query": "mutation { signIn }"},
        headers={"apollo-require-preflight": "true"},
    )
    assert answer.status_code == 405


def test_foreign_origins_get_no_access(toy_router: RouterProcess) -> None:
    answer = httpx.options(
        f"{toy_router.url}/graphql",
        headers={"origin": "http://evil.test", "access-control-request-method": "POST"},
    )
    granted = {name for name in answer.headers if name.startswith("access-control-")}
    # Allowed methods have no effect without an allowed origin.
    assert granted == ({"access-control-allow-methods"} if toy_router.is_apollo else set())


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_too_large_is_refused(toy_router: RouterProcess, chunked: bool) -> None:
    body = b'{"query": "{ me }' + b" " * 100_001 + b'"}'
    answer = httpx.post(
        f"{toy_router.url}/graphql",
        content=iter([body]) if chunked else body,
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 413
    code = "INVALID_GRAPHQL_REQUEST" if toy_router.is_apollo else "REQUEST_TOO_LARGE"
    assert answer.json()["errors"][0]["extensions"]["code"] == code


def test_batches_are_refused(toy_router: RouterProcess) -> None:
    answer = httpx.post(f"{toy_router.url}/graphql", json=[{"query": "{ me }"}] * 2)
    assert answer.status_code == 400


def test_an_operation_with_too_many_tokens_is_refused(toy_router: RouterProcess) -> None:
    query = "{ " + " ".join(f"a{n}: me" for n in range(1_000)) + " }"
    [error] = toy_router.ask(query).json()["errors"]
    assert ("token limit" if toy_router.is_apollo else "2000 tokens") in error["message"]


@pytest.mark.embedded_router
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (f'{{ person(id: "a") {{ {"friends { " * 19} id {"}" * 19} }} }}', "20 levels"),
        (
            f'{{ person(id: "a") {{ ...F0 }} }} {FRAGMENTS_THAT_MULTIPLY}'
            "fragment F7 on Person { id }",
            "1000 fields",
        ),
        ("mutation { " + " ".join(f"a{n}: signIn" for n in range(11)) + " }", "10 root fields"),
    ],
    ids=["depth", "fields in fragments", "mutations"],
)
def test_operations_too_large_are_refused(
    toy_router: RouterProcess, query: str, problem: str
) -> None:
    errors: list[dict[str, Any]] = toy_router.ask(query).json()["errors"]
    assert len(errors) == 1
    assert problem in errors[0]["message"]


def test_fragments_that_spread_themselves_are_refused(toy_router: RouterProcess) -> None:
    query = '{ person(id: "a") { ...F } } fragment F on Person { friends { ...F } }'
    [error] = toy_router.ask(query).json()["errors"]
    assert "within itself" in error["message"]
