"""Equal operations in flight are executed separately: no caller gets another caller's answer."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.supergraph import toys
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess

SAME_TRACE = {
    "x-correlation-id": "the-same-for-both",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
}


def ask_twice_at_once(
    router: RouterProcess, gate: toys.Gate, query: str, *headers: dict[str, str]
) -> list[httpx.Response]:
    """Send two operations and return both answers; the gate fails unless both are in flight."""
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(router.ask, query, headers=each) for each in headers]
        try:
            gate.wait_for(2)
        finally:
            gate.open()
        return [each.result() for each in asked]


def test_two_viewers_get_their_own_answers(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, gate: toys.Gate
) -> None:
    viewers = [{**SAME_TRACE, "cookie": f"session={name}"} for name in ("alice", "bob")]
    answers = ask_twice_at_once(toy_router, gate, "{ slowGreeting }", *viewers)
    assert [answer.json()["data"]["slowGreeting"] for answer in answers] == [
        "Hello, session=alice!",
        "Hello, session=bob!",
    ]


def test_equal_queries_of_one_viewer_are_not_joined(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, gate: toys.Gate
) -> None:
    ask_twice_at_once(toy_router, gate, "{ slowGreeting }", SAME_TRACE, SAME_TRACE)
    assert len(subgraphs.people) == 2


def test_equal_mutations_are_not_joined(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, gate: toys.Gate
) -> None:
    ask_twice_at_once(toy_router, gate, "mutation { slowMutation }", SAME_TRACE, SAME_TRACE)
    assert len(subgraphs.people) == 2
