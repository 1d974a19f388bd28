"""Whole answers: kept by version, made once, and never one that depends on who asks."""

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest
import strawberry
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.graphql.schema import build_schema
from subgraphs.catalog.answer_cache import AnswerCache, CacheAnswers, SharedAnswers
from subgraphs.catalog.context import Context
from tests.unit.catalog.conftest import Town


class MemoryRedis:
    """As much of Redis as the cache uses; `away` lets it be gone."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.away = False

    async def get(self, key: str) -> str | None:
        self._answer()
        return self.values.get(key)

    async def set(self, key: str, value: str, ex: object) -> None:
        self._answer()
        self.values[key] = value

    def _answer(self) -> None:
        if self.away:
            raise RedisConnectionError


class Process:
    """A process with a cache of its own, over the town's store and a Redis."""

    def __init__(self, town: Town, redis: MemoryRedis) -> None:
        self.town = town
        self.cache = AnswerCache(SharedAnswers(cast(Redis, redis), town.clock), town.store.version)

    def context(self, viewer: Viewer | None = None) -> Context:
        sessions = cast(SessionStore, None)  # nobody has a token
        town = self.town
        context = Context(sessions, "session", town.service, town.planning, self.cache, "/posters")
        if viewer:
            context.now_logged_in(viewer)
        return context


@strawberry.type
class Query:
    asked = 0
    "How often a resolver ran."

    @strawberry.field
    async def cities(self, info: strawberry.Info[Context, None]) -> list[str]:
        Query.asked += 1
        await asyncio.sleep(0)
        return [city.name for city in await info.context.service.cities(None)]

    @strawberry.field
    async def me(self, info: strawberry.Info[Context, None]) -> str | None:
        Query.asked += 1
        viewer = await info.context.viewer()
        return viewer.account_id if viewer else None

    @strawberry.field
    async def broken(self) -> str | None:
        Query.asked += 1
        raise ValueError


schema = build_schema(query=Query, extensions=[CacheAnswers])


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    Query.asked = 0


@pytest.fixture
def redis() -> MemoryRedis:
    return MemoryRedis()


async def ask(process: Process, query: str, viewer: Viewer | None = None, **variables: Any) -> Any:
    result = await schema.execute(
        query, variable_values=variables, context_value=process.context(viewer)
    )
    return result.data


def add_city(town: Town, name: str) -> None:
    """A change, as the store makes it: with the next version."""
    city = town.city
    town.store.all_cities[name] = type(city)(name, name, city.state, city.country)
    town.store.number += 1


async def test_an_answer_is_made_once(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    answers = [await ask(process, "{ cities }") for _ in range(3)]
    assert answers == [{"cities": ["Bogotá"]}] * 3
    assert Query.asked == 1


async def test_another_process_takes_it_from_redis(town: Town, redis: MemoryRedis) -> None:
    for process in (Process(town, redis), Process(town, redis)):
        await ask(process, "{ cities }")
    assert Query.asked == 1


async def test_a_thousand_first_readers_ask_once(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    await asyncio.gather(*(ask(process, "{ cities }") for _ in range(1_000)))
    assert Query.asked == 1


async def test_a_change_is_seen_at_once_everywhere(town: Town, redis: MemoryRedis) -> None:
    processes = [Process(town, redis), Process(town, redis)]
    for name in ("Cali", "Pasto", "Tunja"):
        for process in processes:
            await ask(process, "{ cities }")
        add_city(town, name)
        for process in processes:
            assert name in (await ask(process, "{ cities }"))["cities"]


async def test_it_works_without_redis(town: Town, redis: MemoryRedis) -> None:
    redis.away = True
    process = Process(town, redis)
    assert await ask(process, "{ cities }") == await ask(process, "{ cities }")
    assert Query.asked == 1
    redis.away = False
    add_city(town, "Cali")
    assert await ask(process, "{ cities }")
    assert not redis.values, "it is left alone for a while"
    town.clock.moment += timedelta(seconds=2)
    add_city(town, "Pasto")
    assert await ask(process, "{ cities }")
    assert redis.values


async def test_an_answer_that_depends_on_the_viewer_is_never_kept(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    people = [Viewer(f"acc_{n}", f"ses_{n}", frozenset({Role.CUSTOMER})) for n in range(3)]
    for person in [*people, *people]:
        answer = await ask(process, "{ me cities }", person)
        assert answer["me"] == person.account_id
    assert not redis.values
    assert Query.asked == 12


async def test_readers_who_wait_for_a_private_answer_make_their_own(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    people = [Viewer(f"acc_{n}", f"ses_{n}", frozenset({Role.CUSTOMER})) for n in range(20)]
    answers = await asyncio.gather(*(ask(process, "{ me }", person) for person in people))
    assert [answer["me"] for answer in answers] == [person.account_id for person in people]


async def test_an_error_is_never_kept(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    for _ in range(2):
        assert await ask(process, "{ broken cities }") is not None
    assert not redis.values
    assert Query.asked == 4


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


async def test_a_waiting_reader_whose_refiller_is_cancelled_goes_on(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    key = await process.cache.key("q", None)
    assert await process.cache.get(key) is None
    waiting = asyncio.create_task(process.cache.get(key))
    await asyncio.sleep(0)
    process.cache.give_up(key)
    assert await waiting is None
