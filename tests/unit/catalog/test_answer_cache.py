"""Whole answers: kept by version, made once, and never one that depends on who asks."""

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest
import strawberry
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from starlette.requests import Request
from starlette.responses import Response

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.graphql.schema import build_schema
from subgraphs.catalog.api.answer_cache import Answer, AnswerCache, CacheAnswers, SharedAnswers
from subgraphs.catalog.api.context import Context
from tests.unit.catalog.conftest import Town


class MemoryRedis:
    """As much of Redis as the cache uses, which keeps forever; `away` lets it be gone."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.expiries: list[object] = []
        self.away = False

    async def get(self, key: str) -> str | None:
        self._answer()
        return self.values.get(key)

    async def set(self, key: str, value: str, ex: object) -> None:
        self._answer()
        self.values[key] = value
        self.expiries.append(ex)

    def _answer(self) -> None:
        if self.away:
            raise RedisConnectionError


class Process:
    """A process with a cache of its own, over the town's store and a Redis."""

    def __init__(self, town: Town, redis: MemoryRedis) -> None:
        self.town = town
        shared = SharedAnswers(cast(Redis, redis), town.clock)
        self.cache = AnswerCache(shared, town.store.version, town.clock)

    def context(self, viewer: Viewer | None = None) -> Context:
        sessions = cast(SessionStore, None)  # nobody has a token
        town = self.town
        context = Context(sessions, "session", town.service, town.planning, self.cache, "/posters")
        context.request = Request({"type": "http", "headers": []})
        context.response = Response()
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
    def header(self, info: strawberry.Info[Context, None]) -> str | None:
        Query.asked += 1
        return info.context.connection.headers.get("accept-language")

    @strawberry.field
    def bearer(self, info: strawberry.Info[Context, None]) -> str | None:
        Query.asked += 1
        return info.context.bearer_token

    @strawberry.field
    def token(self, info: strawberry.Info[Context, None]) -> str | None:
        Query.asked += 1
        return info.context.session_token

    @strawberry.field
    def cookie(self, info: strawberry.Info[Context, None]) -> str | None:
        Query.asked += 1
        info.context.http_response.set_cookie("seen", "yes")
        return None

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


@pytest.mark.parametrize("field", ["header", "bearer", "token", "cookie"])
async def test_an_answer_that_may_depend_on_the_request_is_never_kept(
    town: Town, redis: MemoryRedis, field: str
) -> None:
    process = Process(town, redis)
    for _ in range(2):
        await ask(process, f"{{ {field} cities }}")
    assert not redis.values
    assert Query.asked == 4


async def test_an_answer_lives_half_a_minute_wherever_it_is_kept(
    town: Town, redis: MemoryRedis
) -> None:
    """A second process that takes it from Redis does not keep it for another half minute."""
    first, second = Process(town, redis), Process(town, redis)
    await ask(first, "{ cities }")
    town.clock.moment += timedelta(seconds=29)
    await ask(second, "{ cities }")
    assert Query.asked == 1
    town.clock.moment += timedelta(seconds=1)
    await ask(second, "{ cities }")
    assert Query.asked == 2
    await ask(first, "{ cities }")
    assert Query.asked == 2, "the second process shares what it made"


async def test_an_answer_is_as_old_as_its_beginning(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    async with process.cache.turn("key") as turn:
        town.clock.moment += timedelta(seconds=20)
        turn.answer = {"made": "slowly"}
    town.clock.moment += timedelta(seconds=10)
    async with process.cache.turn("key") as turn:
        assert turn.answer is None


async def test_what_is_put_into_redis_also_ends_there(town: Town, redis: MemoryRedis) -> None:
    await ask(Process(town, redis), "{ cities }")
    assert redis.expiries == [timedelta(seconds=30)]


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
    at_work = asyncio.Event()

    async def refill() -> None:
        async with process.cache.turn("key"):
            at_work.set()
            await asyncio.Event().wait()

    async def wait() -> Answer | None:
        async with process.cache.turn("key") as turn:
            return turn.answer

    refiller = asyncio.create_task(refill())
    await at_work.wait()
    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    refiller.cancel()
    async with asyncio.timeout(5):
        assert await waiting is None
    assert refiller.cancelled()


async def test_readers_of_what_cannot_be_kept_are_served_at_the_same_time(
    town: Town, redis: MemoryRedis
) -> None:
    """Each of those who waited in vain goes on only when all of them are at it."""
    process = Process(town, redis)
    everybody = asyncio.Barrier(20)

    async def read() -> None:
        async with process.cache.turn("key") as turn:
            assert turn.answer is None
            await everybody.wait()

    async with process.cache.turn("key"):
        readers = [asyncio.create_task(read()) for _ in range(20)]
        await asyncio.sleep(0)  # all of them wait for this turn now
    async with asyncio.timeout(5):
        await asyncio.gather(*readers)
