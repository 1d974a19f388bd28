"""Compressed answers: in the encoding that a client prefers, and none that may hold a secret."""

import gzip
import json
from typing import Any

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, evaluate
from tests.supergraph.test_documents import INTENT

pytestmark = pytest.mark.embedded_router

LARGE = "{ motto(length: 1000) }"
SESSION = {"cookie": "session=alice"}


def post(router: RouterProcess, query: str, **headers: str) -> httpx.Response:
    accept = {"accept-encoding": "gzip"}
    return router.ask(query, headers={**accept, **headers})


def is_compressed(answer: httpx.Response) -> bool:
    return answer.headers.get("content-encoding") in ("br", "gzip")


def vary(answer: httpx.Response) -> set[str]:
    return {name.strip() for name in answer.headers.get("vary", "").lower().split(",")}


def received(router: RouterProcess, query: str, **headers: str) -> bytes:
    """The answer's bytes as they crossed the network."""
    url, body = f"{router.url}/graphql", {"query": query}
    with httpx.stream("POST", url, json=body, headers=headers, trust_env=False) as answer:
        return b"".join(answer.iter_raw())


PREFERRED = {
    "gzip": "gzip",
    "br": "br",
    "gzip, deflate, br": "br",
    "br;q=0.5, gzip": "gzip",
    "BR;Q=0.5, GZIP;q=0.8": "gzip",
    "gzip ; q=0.5 , br ; q=0.6": "br",
    "*": "br",
    "br;q=0, *": "gzip",
    "gzip;q=0.5, identity;q=0.1": "gzip",
    "gzip, identity": "gzip",
    "gzip;q=0.5, identity": None,
    "gzip;q=0, br;q=0": None,
    "*;q=0": None,
    "identity": None,
    "deflate": None,
    "gzip;q=many": None,
    "": None,
}
"""The encoding of an answer, by what the client accepts."""


def test_the_clients_preference_decides() -> None:
    accepted = json.dumps([*PREFERRED])
    each = "(each) => preferredEncoding(each) ?? null"
    preferred = evaluate("compression.mjs", f"preferredEncoding.call && {accepted}.map({each})")
    assert dict(zip(PREFERRED, preferred, strict=True)) == PREFERRED


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_large_answer_is_compressed(toy_router: RouterProcess, encoding: str) -> None:
    plain = post(toy_router, LARGE, **{"accept-encoding": "identity"})
    answer = post(toy_router, LARGE, **{"accept-encoding": encoding})
    assert answer.headers["content-encoding"] == encoding
    assert "accept-encoding" in vary(answer)
    assert "accept-encoding" in vary(plain)
    assert not is_compressed(plain)
    compressed = received(toy_router, LARGE, **{"accept-encoding": encoding})
    assert int(answer.headers["content-length"]) == len(compressed) < len(plain.content) / 10
    if encoding == "gzip":
        assert gzip.decompress(compressed) == plain.content


def test_a_small_answer_is_not(toy_router: RouterProcess) -> None:
    answer = post(toy_router, "{ motto }")
    assert answer.json()["data"] == {"motto": "People first. "}
    assert not is_compressed(answer)
    assert "accept-encoding" in vary(answer)


def test_a_cache_keeps_each_encoding_under_one_tag(toy_router: RouterProcess) -> None:
    def ask(**headers: str) -> httpx.Response:
        url, params = f"{toy_router.url}/graphql", {"query": LARGE}
        return httpx.get(url, params=params, headers={**INTENT, **headers}, trust_env=False)

    answers = [ask(**{"accept-encoding": encoding}) for encoding in ("gzip", "br", "identity")]
    assert [answer.headers.get("content-encoding") for answer in answers] == ["gzip", "br", None]
    [tag] = {answer.headers["etag"] for answer in answers}
    assert all(answer.headers["cache-control"] == "public, max-age=2" for answer in answers)
    assert all({"accept-encoding", "cookie"} <= vary(answer) for answer in answers)
    assert ask(**{"if-none-match": tag, "accept-encoding": "gzip"}).status_code == 304


@pytest.mark.parametrize(
    ("query", "headers", "expected"),
    [
        ("{ diary }", {}, True),
        ("{ diary }", SESSION, False),
        ("{ diary }", {"authorization": "Bearer abc"}, False),
        (LARGE, SESSION, True),
        ("{ weather diary }", SESSION, False),
        ("mutation { issueToken }", {}, False),
        ("{ nothing(" + "x: 1, " * 200 + ") }", {}, False),
    ],
    ids=[
        "anonymous query",
        "private answer, cookie",
        "private answer, token",
        "public answer to a customer",
        "partly private",
        "mutation",
        "invalid",
    ],
)
def test_what_may_hold_a_secret_is_not_compressed(
    toy_router: RouterProcess,
    subgraphs: ToySubgraphs,
    query: str,
    headers: dict[str, Any],
    expected: bool,
) -> None:
    answer = post(toy_router, query, **headers)
    assert len(answer.content) > evaluate("compression.mjs", "SMALLEST_BYTES")
    assert is_compressed(answer) == expected


def test_cookies_survive_compression(toy_router: RouterProcess) -> None:
    answer = post(toy_router, "{ welcome motto(length: 1000) }")
    assert is_compressed(answer)
    assert answer.headers.get_list("set-cookie") == ["seen=1; Path=/"]


def test_a_stream_is_not_compressed(toy_router: RouterProcess) -> None:
    accept = {"accept": "text/event-stream", "accept-encoding": "gzip"}
    answer = toy_router.ask("subscription { greetings }", headers=accept)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert not is_compressed(answer)
    assert "first" in answer.text
