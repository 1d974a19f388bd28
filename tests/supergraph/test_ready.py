"""Public answers that the router sends again as bytes, while their subgraph has their version."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, wait_until
from tests.supergraph.toys import Version

pytestmark = pytest.mark.embedded_router


@pytest.fixture(autouse=True)
def new_version() -> Iterator[None]:
    """Each test has a version of its own, so no answer of another test is ready."""
    Version.number += 1
    yield
    Version.is_readable = True


def _calls(answer: httpx.Response) -> str | None:
    return answer.headers.get("x-subgraph-calls")


def _last_line(router: RouterProcess) -> str:
    return router.log.read_text().splitlines()[-1]


def test_an_answer_is_sent_again_without_a_call(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    first, second = [toy_router.ask("query Count { headcount }") for _ in range(2)]
    assert first.json() == {"data": {"headcount": Version.number}, "extensions": {"cost": 1}}
    assert second.content == first.content
    assert len(subgraphs.people) == 1
    assert (_calls(first), _calls(second)) == ("people=1", "")
    line: dict[str, object] = {"operation": "Count", "cost": 1, "status": 200, "subgraph_calls": {}}
    wait_until(lambda: line.items() <= json.loads(_last_line(toy_router)).items())
    own = {"date", "x-correlation-id", "x-subgraph-calls"}
    first_headers, second_headers = (
        {name: value for name, value in answer.headers.items() if name not in own}
        for answer in (first, second)
    )
    assert second_headers == first_headers
    assert second.headers["x-correlation-id"] != first.headers["x-correlation-id"]


def test_nobody_gets_what_was_before_a_change(toy_router: RouterProcess) -> None:
    for _ in range(5):
        toy_router.ask("{ headcount }")
        Version.number += 1
        assert toy_router.ask("{ headcount }").json()["data"] == {"headcount": Version.number}


def test_a_public_answer_is_the_same_for_everyone(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toy_router.ask("{ headcount }")
    answer = toy_router.ask("{ headcount }", headers={"cookie": "session=abc"})
    assert answer.json()["data"] == {"headcount": Version.number}
    assert len(subgraphs.people) == 1


@pytest.mark.parametrize(
    "query",
    [
        "{ me }",
        "{ motto }",
        "{ headcount weather }",
        "{ headcount(keptFor: 0) }",
        "{ headcount nothing }",
        "mutation { signIn }",
        "{ roll(length: 256000) }",
    ],
    ids=["private", "no version", "two services", "no time", "invalid", "mutation", "large"],
)
def test_no_other_answer_is_kept(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, query: str
) -> None:
    whole = {"accept-encoding": "identity"}
    first, second = [toy_router.ask(query, headers=whole) for _ in range(2)]
    assert _calls(second) == _calls(first)
    assert second.json() == first.json()


def test_a_private_answer_stays_with_its_reader(toy_router: RouterProcess) -> None:
    for reader in ("ada", "bob"):
        answer = toy_router.ask("{ me }", headers={"cookie": f"session={reader}"})
        assert answer.json()["data"]["me"] == f"session={reader}"


def test_the_subgraph_answers_when_its_version_cannot_be_read(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    toy_router.ask("{ headcount }")
    Version.is_readable = False
    assert toy_router.ask("{ headcount }").json()["data"] == {"headcount": Version.number}
    assert len(subgraphs.people) == 2


def test_an_answer_has_the_encoding_that_its_reader_takes(toy_router: RouterProcess) -> None:
    query = "{ roll(length: 2000) }"
    for encoding in ("gzip", None, "br"):
        headers = {"accept-encoding": encoding or "identity"}
        answers = [toy_router.ask(query, headers=headers) for _ in range(2)]
        assert _calls(answers[1]) == ""
        assert [answer.headers.get("content-encoding") for answer in answers] == [encoding] * 2
        assert answers[0].content == answers[1].content


def test_a_question_in_pieces_is_read_to_its_end(toy_router: RouterProcess) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"query": '
        yield b'"{ headcount }"}'

    for _ in range(2):
        answer = httpx.post(
            f"{toy_router.url}/graphql",
            content=pieces(),
            headers={"content-type": "application/json"},
            trust_env=False,
        )
        assert answer.json()["data"] == {"headcount": Version.number}
