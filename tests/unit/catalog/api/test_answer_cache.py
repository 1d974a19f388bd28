"""Answers from the cache: made once, and never one that depends on who asks."""

import asyncio
from typing import Any

import pytest

from shared.auth.viewer import Role, Viewer
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
    for _ in range(2):
        assert await ask(process, "{ broken cities }") is not None
    assert not redis.values
    assert Query.resolved == 4


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
