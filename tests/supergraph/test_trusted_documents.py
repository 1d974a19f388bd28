"""Trusted documents: a client sends an id, and the router may be set to run nothing else."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_schema, parse, validate

from dev.addresses import ROOT
from dev.generate.documents import STOREFRONT
from dev.operations import FOLDER
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import RouterProcess, router
from tests.supergraph.test_documents import DATA, INTENT, code, named, post
from tests.supergraph.test_subscriptions import answers, socket

pytestmark = pytest.mark.embedded_router

QUERY = "query Find($id: ID!) { person(id: $id) { name } }"
SUBSCRIPTION = "subscription { greetings }"
VARIABLES = {"id": "ada"}


def id_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("manifest") / "trusted-documents.json"
    file.write_text(json.dumps({id_of(each): each for each in (QUERY, SUBSCRIPTION)}))
    return file


@pytest.fixture(scope="module", params=["any", "trusted"])
def either_router(
    request: pytest.FixtureRequest,
    manifest: Path,
    toy_supergraph: Path,
    served_toys: ToySubgraphs,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("trusting") / "log"
    settings = {"TRUSTED_DOCUMENTS_FILE": str(manifest), "ROUTER_OPERATIONS": request.param}
    with router(toy_supergraph, log, **served_toys.urls, **settings) as started:
        yield started


@pytest.fixture(scope="module")
def strict_router(
    manifest: Path,
    toy_supergraph: Path,
    served_toys: ToySubgraphs,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("strict") / "log"
    settings = {"TRUSTED_DOCUMENTS_FILE": str(manifest), "ROUTER_OPERATIONS": "trusted"}
    with router(toy_supergraph, log, **served_toys.urls, **settings) as started:
        yield started


@pytest.mark.parametrize(
    "by_id",
    [
        {"documentId": id_of(QUERY)},
        {"documentId": f"sha256:{id_of(QUERY)}"},
        {"extensions": named(QUERY)},
        {"query": QUERY, "extensions": named(QUERY)},
    ],
    ids=["id", "id with its kind", "hash", "hash and document"],
)
def test_a_document_is_run_by_its_id(either_router: RouterProcess, by_id: dict[str, Any]) -> None:
    assert post(either_router, {**by_id, "variables": VARIABLES}).json()["data"] == DATA


def test_so_it_is_by_get(either_router: RouterProcess) -> None:
    params = {"documentId": id_of(QUERY), "variables": json.dumps(VARIABLES)}
    answer = httpx.get(f"{either_router.url}/graphql", params=params, headers=INTENT)
    assert answer.json()["data"] == DATA


@pytest.mark.parametrize("id", ["0" * 64, "", "__proto__", "sha512:1"])
def test_an_unknown_id_is_refused(
    either_router: RouterProcess, subgraphs: ToySubgraphs, id: str
) -> None:
    answer = post(either_router, {"documentId": id})
    assert (answer.status_code, code(answer)) == (400, "OPERATION_NOT_TRUSTED")
    assert "No trusted document has this id" in answer.json()["errors"][0]["message"]
    assert subgraphs.people == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"documentId": 7}, "`documentId` must be a string"),
        ({"documentId": id_of(QUERY), "query": QUERY}, "`documentId` alone"),
        ({"documentId": id_of(QUERY), "extensions": named(QUERY)}, "`documentId` alone"),
    ],
)
def test_a_malformed_id_is_refused(
    either_router: RouterProcess, body: dict[str, Any], said: str
) -> None:
    answer = post(either_router, body)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert said in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ me }"},
        {"query": QUERY, "variables": VARIABLES},
        {"query": "{ me"},
        {"query": "{ __schema { queryType { name } } }"},
        {"query": "{ me }", "extensions": named("{ me }")},
        {"extensions": named("{ me }")},
    ],
    ids=["query", "document without id", "no query", "introspection", "persisted", "hash"],
)
def test_a_strict_router_runs_nothing_else(
    strict_router: RouterProcess, subgraphs: ToySubgraphs, body: dict[str, Any]
) -> None:
    for answer in (
        post(strict_router, body),
        httpx.get(
            f"{strict_router.url}/graphql",
            params={
                name: value if isinstance(value, str) else json.dumps(value)
                for name, value in body.items()
            },
            headers=INTENT,
        ),
    ):
        assert (answer.status_code, code(answer)) == (400, "OPERATION_NOT_TRUSTED")
        assert answer.headers["cache-control"] == "no-store"
    assert subgraphs.people == []


def test_a_hash_cannot_be_borrowed_for_another_document(
    strict_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    answer = post(strict_router, {"query": "{ me }", "extensions": named(QUERY)})
    assert (answer.status_code, code(answer)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")
    assert subgraphs.people == []


def test_a_strict_router_is_strict_over_websockets(
    strict_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    """The protocol's library wants a `query` in each message: an empty one stands for none."""
    with socket(strict_router) as connection:
        for body in ({"query": SUBSCRIPTION}, {"query": "{ me }"}, {"query": ""}):
            connection.send(json.dumps({"id": "1", "type": "subscribe", "payload": body}))
            [refused] = answers(connection)
            assert refused["errors"][0]["extensions"]["code"] == "OPERATION_NOT_TRUSTED"
        assert subgraphs.people == []
        by_id = {"query": "", "documentId": id_of(SUBSCRIPTION)}
        connection.send(json.dumps({"id": "1", "type": "subscribe", "payload": by_id}))
        assert len(answers(connection)) == 2


def test_the_manifest_has_our_own_clients_operations() -> None:
    documents: dict[str, str] = json.loads((ROUTER / "trusted-documents.json").read_text())
    files = [*(ROUTER / "graphiql").glob("*.graphql"), *FOLDER.glob("*.graphql")]
    storefront = [json.loads(file.read_text()) for file in ROOT.glob(STOREFRONT)]
    ours = {file.read_text() for file in files}.union(*(each.values() for each in storefront))
    assert ours == set(documents.values())
    assert list(documents) == sorted(id_of(document) for document in documents.values())
    schema = build_schema((ROUTER / "api.graphql").read_text())
    assert [validate(schema, parse(each)) for each in documents.values()] == [[]] * len(documents)
