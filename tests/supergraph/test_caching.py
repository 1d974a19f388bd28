"""Which answers caches may keep: public ones, to anonymous GETs, for as long as they hold."""

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess
from tests.supergraph.test_documents import INTENT

pytestmark = pytest.mark.embedded_router

PUBLIC = "{ motto weather }"


def ask(
    router: RouterProcess, query: str = PUBLIC, method: str = "GET", **headers: str
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(
        method,
        f"{router.url}/graphql",
        params={"query": query},
        headers={**INTENT, **named},
        trust_env=False,
    )


@pytest.mark.parametrize(
    ("query", "seconds"), [("{ weather }", 5), (PUBLIC, 2), ("{ motto again: motto }", 2)]
)
def test_a_public_answer_may_be_kept_for_as_long_as_all_of_it_holds(
    toy_router: RouterProcess, query: str, seconds: int
) -> None:
    answer = ask(toy_router, query)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == f"public, max-age={seconds}"
    vary = {name.strip() for name in answer.headers["vary"].lower().split(",")}
    assert {"accept", "authorization", "cookie", "origin"} <= vary


@pytest.mark.parametrize(
    "known", ["{etag}", '"other", {etag}', "{strong}", "*"], ids=["same", "list", "strong", "any"]
)
def test_a_cache_that_has_the_answer_is_not_sent_it_again(
    toy_router: RouterProcess, known: str
) -> None:
    first = ask(toy_router)
    etag = first.headers["etag"]
    tags = known.format(etag=etag, strong=etag.removeprefix("W/"))
    answer = ask(toy_router, if_none_match=tags)
    assert (answer.status_code, answer.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert answer.headers[name] == first.headers[name]
    assert "content-type" not in answer.headers


def test_another_answer_has_another_tag(toy_router: RouterProcess) -> None:
    other = ask(toy_router, "{ motto }").headers["etag"]
    answer = ask(toy_router, if_none_match=other)
    assert answer.json()["data"] == {"motto": "People first. ", "weather": "Sunny"}
    assert answer.headers["etag"] != other


def test_head_is_answered_alike(toy_router: RouterProcess) -> None:
    head, get = ask(toy_router, method="HEAD"), ask(toy_router)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "cache-control", "vary"):
        assert head.headers[name] == get.headers[name]
    assert ask(toy_router, method="HEAD", if_none_match=head.headers["etag"]).status_code == 304


@pytest.mark.parametrize(
    "query",
    [
        "{ headline }",
        "{ weather me }",
        '{ weather person(id: "ada") { articles } }',
        "{ forecast motto }",
        "{ welcome }",
        "{ __typename }",
        "{ __schema { queryType { name } } }",
        "{ nothing }",
    ],
    ids=["silent", "private part", "joined", "error", "cookie", "no call", "schema", "invalid"],
)
def test_no_other_answer_may_be_kept(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, query: str
) -> None:
    answer = ask(toy_router, query, if_none_match="*")
    assert answer.status_code != 304
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("credentials", [{"cookie": "a=b"}, {"authorization": "Bearer abc"}])
def test_nor_an_answer_to_somebody(toy_router: RouterProcess, credentials: dict[str, str]) -> None:
    answer = ask(toy_router, if_none_match="*", **credentials)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in answer.headers


def test_nor_an_answer_to_a_post(toy_router: RouterProcess) -> None:
    answer = toy_router.ask(PUBLIC, headers={"if-none-match": "*"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in answer.headers
