"""Documents that clients name instead of sending them: automatic persisted queries."""

import hashlib
import json
from typing import Any

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, evaluate
from tests.supergraph.test_subscriptions import answers, socket

QUERY = '{ person(id: "ada") { name } }'
DATA = {"person": {"name": "Ada"}}
INTENT = {"apollo-require-preflight": "true"}


def named(query: str, **changed: Any) -> dict[str, Any]:
    """The extensions that name a query by its hash, with some of their values `changed`."""
    sha = hashlib.sha256(query.encode()).hexdigest()
    return {"persistedQuery": {"version": 1, "sha256Hash": sha, **changed}}


def post(router: RouterProcess, body: dict[str, Any], **headers: str) -> httpx.Response:
    return httpx.post(f"{router.url}/graphql", json=body, headers=headers, trust_env=False)


def code(answer: httpx.Response) -> str:
    [error] = answer.json()["errors"]
    return error["extensions"]["code"]


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_an_unknown_hash_is_told_as_apollos_clients_expect(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, accept: str
) -> None:
    answer = post(toy_router, {"extensions": named("{ never: me }")}, accept=accept)
    assert answer.status_code == 200
    [error] = answer.json()["errors"]
    assert error["message"] == "PersistedQueryNotFound"
    assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert subgraphs.people == []


def test_a_query_that_came_with_its_hash_is_known_by_it(toy_router: RouterProcess) -> None:
    extensions = named(QUERY)
    assert post(toy_router, {"query": QUERY, "extensions": extensions}).json()["data"] == DATA
    assert post(toy_router, {"extensions": extensions}).json()["data"] == DATA


def test_so_it_is_by_get_with_a_header_of_intent(toy_router: RouterProcess) -> None:
    query = '{ person(id: "ada") { name } } # by GET'
    url = f"{toy_router.url}/graphql"
    extensions = {"extensions": json.dumps(named(query))}
    unknown = httpx.get(url, params=extensions, headers=INTENT)
    assert (unknown.status_code, code(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert (
        httpx.get(url, params={"query": query, **extensions}, headers=INTENT).json()["data"] == DATA
    )
    assert httpx.get(url, params=extensions, headers=INTENT).json()["data"] == DATA
    assert httpx.get(url, params=extensions).status_code == (400 if toy_router.is_apollo else 403)


def test_a_mutation_by_get_is_refused_though_its_hash_is_known(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    mutation = "mutation { signIn }"
    post(toy_router, {"query": mutation, "extensions": named(mutation)})
    subgraphs.people.clear()
    params = {"extensions": json.dumps(named(mutation))}
    answer = httpx.get(f"{toy_router.url}/graphql", params=params, headers=INTENT)
    assert answer.status_code == 405
    assert subgraphs.people == []


def test_variables_and_the_operations_name_go_with_the_hash(toy_router: RouterProcess) -> None:
    query = "query A($id: ID!) { person(id: $id) { name } } query B { me }"
    request = {"variables": {"id": "ada"}, "operationName": "A", "extensions": named(query)}
    post(toy_router, {**request, "query": query})
    assert post(toy_router, request).json()["data"] == DATA


@pytest.mark.embedded_router
def test_a_query_of_another_hash_is_refused_and_not_stored(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    extensions = named("{ promised: me }")
    refused = post(toy_router, {"query": QUERY, "extensions": extensions})
    assert (refused.status_code, code(refused)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")
    assert subgraphs.people == []
    assert code(post(toy_router, {"extensions": extensions})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.embedded_router
@pytest.mark.parametrize(
    ("extensions", "said"),
    [
        (named(QUERY, version=2), "`persistedQuery.version`"),
        (named(QUERY, sha256Hash=7), "`persistedQuery.sha256Hash`"),
        (named(QUERY, sha256Hash="__proto__"), "`persistedQuery.sha256Hash`"),
        ({"persistedQuery": "me"}, "`persistedQuery.version`"),
    ],
)
def test_a_malformed_hash_is_refused(
    toy_router: RouterProcess, extensions: dict[str, Any], said: str
) -> None:
    for body in ({"extensions": extensions}, {"query": QUERY, "extensions": extensions}):
        answer = post(toy_router, body)
        assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
        assert said in answer.json()["errors"][0]["message"]


@pytest.mark.embedded_router
@pytest.mark.parametrize("query", ["{ me", "{ nothing }"])
def test_what_is_no_valid_query_is_not_stored(toy_router: RouterProcess, query: str) -> None:
    extensions = named(query)
    assert post(toy_router, {"query": query, "extensions": extensions}).json()["errors"]
    assert code(post(toy_router, {"extensions": extensions})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.embedded_router
def test_a_flood_of_queries_pushes_out_the_oldest(toy_router: RouterProcess) -> None:
    largest, most = (
        evaluate("documents.mjs", name) for name in ("MAX_DOCUMENT_BYTES", "MAX_DOCUMENTS_BYTES")
    )
    flood = [_of_size(largest, number) for number in range(most // largest + 1)]
    with httpx.Client(base_url=toy_router.url, trust_env=False) as client:
        for query in flood:
            sent = client.post("/graphql", json={"query": query, "extensions": named(query)})
            assert "errors" not in sent.json()
        first, last = (
            client.post("/graphql", json={"extensions": named(query)})
            for query in (flood[0], flood[-1])
        )
    assert code(first) == "PERSISTED_QUERY_NOT_FOUND"
    assert "errors" not in last.json()


@pytest.mark.embedded_router
def test_many_small_queries_do_so_too(toy_router: RouterProcess) -> None:
    flood = [f"{{ a{number}: __typename }}" for number in range(1_001)]
    assert evaluate("documents.mjs", "MAX_DOCUMENTS") == len(flood) - 1
    with httpx.Client(base_url=toy_router.url, trust_env=False) as client:
        for query in flood:
            client.post("/graphql", json={"query": query, "extensions": named(query)})
        first, second = (
            client.post("/graphql", json={"extensions": named(query)}) for query in flood[:2]
        )
    assert code(first) == "PERSISTED_QUERY_NOT_FOUND"
    assert "errors" not in second.json()


@pytest.mark.embedded_router
def test_a_query_too_long_to_be_stored_is_answered(toy_router: RouterProcess) -> None:
    query = _of_size(evaluate("documents.mjs", "MAX_DOCUMENT_BYTES") + 1, 0)
    extensions = named(query)
    assert "errors" not in post(toy_router, {"query": query, "extensions": extensions}).json()
    assert code(post(toy_router, {"extensions": extensions})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.embedded_router
def test_a_subscription_may_be_named_by_its_hash(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    """The protocol's library wants a `query` in each message: an empty one stands for none."""
    subscription = "subscription { greetings }"
    named_only = {"query": "", "extensions": named(subscription)}
    with socket(toy_router) as connection:
        _subscribe(connection, named_only)
        [refused] = answers(connection)
        assert refused["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        assert subgraphs.people == []
        _subscribe(connection, {**named_only, "query": subscription})
        assert len(answers(connection)) == 2
        _subscribe(connection, named_only)
        assert len(answers(connection)) == 2


def _subscribe(connection: Any, payload: dict[str, Any]) -> None:
    connection.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))


def _of_size(size: int, number: int) -> str:
    """A valid query of so many bytes; each number gives another one."""
    return f"{{ __typename }} # {number} ".ljust(size, "x")
