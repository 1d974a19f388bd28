"""Answers from the cache: made once, and never one that depends on who asks."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from shared import deadlines
from shared.auth.viewer import Role, Viewer
from shared.graphql.stopping import QueryLimit, QueryStopped
from tests.unit.catalog.process import MemoryRedis, Process, Query, add_city, ask, cache_control
from tests.unit.catalog.town import Town


async def test_an_answer_is_made_once(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    answers = [await ask(process, "{ cities }") for _ in range(3)]
    assert answers == [{"cities": ["Bogotá"]}] * 3
    assert Query.resolved == 1


async def test_every_process_sees_a_change_at_once(town: Town, redis: MemoryRedis) -> None:
    processes = [Process(town, redis), Process(town, redis)]
    for name in ("Cali", "Pasto", "Tunja"):
        for process in processes:
            await ask(process, "{ cities }")
        add_city(town, name)
        for process in processes:
            assert name in (await ask(process, "{ cities }"))["cities"]


async def test_an_answer_that_depends_on_the_viewer_is_never_cached(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    people = [Viewer(f"acc_{n}", f"ses_{n}", frozenset({Role.CUSTOMER})) for n in range(3)]
    for person in [*people, *people]:
        answer = await ask(process, "{ me cities }", person)
        assert answer["me"] == person.account_id
    assert not redis.values
    assert Query.resolved == 12


@pytest.mark.parametrize("field", ["header", "bearer", "token", "cookie"])
async def test_an_answer_that_may_depend_on_the_request_is_never_cached(
    town: Town, redis: MemoryRedis, field: str
) -> None:
    process = Process(town, redis)
    for _ in range(2):
        await ask(process, f"{{ {field} cities }}")
    assert not redis.values
    assert Query.resolved == 4


async def test_readers_who_wait_for_a_private_answer_make_their_own(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    people = [Viewer(f"acc_{n}", f"ses_{n}", frozenset({Role.CUSTOMER})) for n in range(20)]
    answers = await asyncio.gather(*(ask(process, "{ me }", person) for person in people))
    assert [answer["me"] for answer in answers] == [person.account_id for person in people]


async def test_an_error_is_never_cached(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    resolved = list[int]()
    for _ in range(2):
        assert await ask(process, "{ broken cities }") is not None
        resolved.append(Query.resolved)
    assert not redis.values
    assert resolved[1] == 2 * resolved[0]


@pytest.mark.parametrize(
    "other",
    [
        ("{ a: cities }", {}),
        ("query($x: Int) { cities @skip(if: false) __typename }", {"x": 1}),
    ],
)
async def test_other_operations_have_other_answers(
    town: Town, redis: MemoryRedis, other: tuple[str, dict[str, Any]]
) -> None:
    process = Process(town, redis)
    first = await ask(process, "{ cities }")
    query, variables = other
    assert await ask(process, query, **variables) != first


async def test_the_router_learns_that_an_answer_is_public(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    made, cached = [await cache_control(process, "{ cities }") for _ in range(2)]
    assert Query.resolved == 1
    assert made == cached == "public, max-age=1"


@pytest.mark.parametrize("query", ["{ me cities }", "{ header cities }", "{ broken cities }"])
async def test_no_other_answer_is_called_public(town: Town, redis: MemoryRedis, query: str) -> None:
    viewer = Viewer("acc_1", "ses_1", frozenset({Role.CUSTOMER}))
    for _ in range(2):
        assert await cache_control(Process(town, redis), query, viewer) is None


async def _ask_by_http(process: Process, gone: asyncio.Event) -> Any:
    """Ask for `gated` as a caller who goes when the event is set."""

    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async with QueryLimit(Request({"type": "http"}, receive), seconds=60):
        return await ask(process, "{ gated }")


async def _some_turns() -> None:
    """Let everything happen that is due."""
    for _ in range(20):
        await asyncio.sleep(0)


async def _reach_the_gate(process: Process, gone: asyncio.Event) -> asyncio.Task[Any]:
    Query.reached, Query.gate = asyncio.Event(), asyncio.Event()
    caller = asyncio.create_task(_ask_by_http(process, gone))
    await Query.reached.wait()
    return caller


async def test_an_answer_that_others_wait_for_is_made_although_its_first_reader_has_gone(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    gone = asyncio.Event()
    first = await _reach_the_gate(process, gone)
    others = [asyncio.create_task(ask(process, "{ gated }")) for _ in range(3)]
    await _some_turns()
    gone.set()
    await _some_turns()
    Query.gate.set()
    assert await asyncio.gather(first, *others) == [{"gated": "open"}] * 4
    assert Query.resolved == 1


async def test_an_answer_that_nobody_waits_for_is_not_made_any_more(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    gone = asyncio.Event()
    first = await _reach_the_gate(process, gone)
    gone.set()
    with pytest.raises(QueryStopped):
        await first
    Query.gate.set()
    assert await ask(process, "{ gated }") == {"gated": "open"}
    assert Query.resolved == 2


async def test_an_answer_for_the_cache_has_more_time_than_its_first_reader(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    with deadlines.within(1):
        await ask(process, "{ remainingTime }")
    assert Query.remaining > 1
