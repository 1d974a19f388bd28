"""The cache between processes: always fresh, made once, and no errors without Redis."""

import asyncio
import itertools
import operator
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from pymongo import AsyncMongoClient

from dev.stack import Stack
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.outbox import Outbox
from shared.secrets.vault import Vault
from shared.storage.mongo import Document
from subgraphs.catalog.adapters.answers import RedisAnswers
from subgraphs.catalog.adapters.store import MongoCatalogStore
from subgraphs.catalog.api.context import Context
from subgraphs.catalog.api.schema import schema
from subgraphs.catalog.service.answers import AnswerCache, CatalogVersion
from subgraphs.catalog.service.planning import Planning
from subgraphs.catalog.service.reading import CatalogService
from tests.stack.catalog.programme import Programme, Recorder, everything, settings_of
from tests.waiting import until

UPDATE = """
mutation Update($input: UpdateMovieInput!) {
  updateMovie(input: $input) { __typename ... on Movie { title } }
}
"""
TITLE = "query Title($id: ID!) { movie(id: $id) { title } }"
PAGE = "{ cities { name cinemas { name movies(first: 8) { edges { node { title } } } } } }"


class Process:
    """Catalog's schema on its own connection to MongoDB, with its own cache."""

    def __init__(self, programme: Programme, client: AsyncMongoClient[Document]) -> None:
        clock, ids = SystemClock(), UlidSource()
        database = client[programme.catalog.connections.database.name]
        store = MongoCatalogStore(database, Outbox(database, clock, ids), clock, ids)
        self._sessions = SessionStore(programme.catalog.connections.redis, clock)
        self._service = CatalogService(store, clock)
        self._planning = Planning.over(store, clock, ids)
        shared = RedisAnswers(programme.catalog.connections.redis, clock)
        self._cache = AnswerCache(shared, CatalogVersion(store.version), clock)

    async def ask(self, query: str, **variables: Any) -> Any:
        """Return the answer's data."""
        context = Context(
            self._sessions,
            "session",
            service=self._service,
            planning=self._planning,
            answer_cache=self._cache,
            posters_url="/posters",
        )
        result = await schema.execute(query, variable_values=variables, context_value=context)
        assert not result.errors
        return result.data


@asynccontextmanager
async def recorded(programme: Programme, stack: Stack) -> AsyncGenerator[tuple[Process, Recorder]]:
    """Yield such a process, and a recorder of what it sends to MongoDB."""
    settings = settings_of(stack)
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("catalog/mongo")
    recorder = Recorder()
    async with AsyncMongoClient[Document](
        settings.mongo_url,
        username=credentials["username"],
        password=credentials["password"],
        authSource=credentials["database"],
        tz_aware=True,
        event_listeners=[recorder],
    ) as client:
        yield Process(programme, client), recorder


async def test_no_reader_sees_an_old_title(programme: Programme) -> None:
    """80 changes; 10 readers, each of which asks the two processes in turn."""
    memory = await everything(programme.catalog)
    id = next(iter(memory.all_movies))
    written: list[tuple[float, int]] = [(0, 0)]
    done = asyncio.Event()

    async def write() -> None:
        for number in range(1, 81):
            answer = await programme.ask(
                UPDATE,
                admin=True,
                replica=bool(number % 2),
                input={"id": id, "title": f"Title {number}"},
            )
            assert answer["updateMovie"]["title"] == f"Title {number}"
            written.append((time.monotonic(), number))
        done.set()

    async def read() -> int:
        seen = reads = 0
        for turn in itertools.count():
            asked = time.monotonic()
            answer = await programme.ask(TITLE, replica=bool(turn % 2), id=id)
            number = int(answer["movie"]["title"].removeprefix("Title "))
            assert number >= seen, "a reader saw a newer title before"
            # The last title that its writer knew to be written a second before the question.
            known = max(each for at, each in written if at <= asked - 1)
            assert number >= known, "the title is over a second old"
            seen, reads = number, reads + 1
            if done.is_set():
                return reads
        raise AssertionError

    await programme.ask(UPDATE, admin=True, input={"id": id, "title": "Title 0"})
    try:
        reads = (await asyncio.gather(write(), *(read() for _ in range(10))))[1:]
    finally:
        title = memory.all_movies[id].title
        await programme.ask(UPDATE, admin=True, input={"id": id, "title": title})
    assert sum(each for each in reads if each) > 200


async def test_a_thousand_simultaneous_readers_are_one_query(
    programme: Programme, stack: Stack
) -> None:
    memory = await everything(programme.catalog)
    id = next(iter(memory.all_movies))
    async with recorded(programme, stack) as (process, recorder):
        cold = f"query Cold{time.monotonic_ns()}($id: ID!) {{ movie(id: $id) {{ title }} }}"
        answers = await asyncio.gather(*(process.ask(cold, id=id) for _ in range(1_000)))
        assert answers == [{"movie": {"title": memory.all_movies[id].title}}] * 1_000
        assert recorder.reads() == ["movies"]
        # The version is read for the first readers, and once for all others.
        assert len([each for each in recorder.commands if each.get("find") == "version"]) <= 2


@asynccontextmanager
async def hanging(stack: Stack) -> AsyncGenerator[None]:
    """Redis accepts connections and does not answer."""
    stack.processes["redis"].pause()
    try:
        yield
    finally:
        stack.processes["redis"].resume()


@asynccontextmanager
async def stopped(stack: Stack) -> AsyncGenerator[None]:
    """Redis is stopped, and started again at the end."""
    await stack.processes["redis"].stop()
    try:
        yield
    finally:
        await stack.start_process("redis")


@pytest.mark.parametrize("away", [hanging, stopped])
async def test_without_redis_no_reader_gets_an_error(
    programme: Programme,
    stack: Stack,
    away: Callable[[Stack], AbstractAsyncContextManager[None]],
) -> None:
    answers = [0] * 8

    async def read(reader: int) -> None:
        while True:
            # Every third question is new, so that Redis is needed.
            query = f"query {away.__name__}{reader}x{answers[reader] // 3} {PAGE}"
            assert (await programme.ask(query, replica=bool(reader % 2)))["cities"]
            answers[reader] += 1

    async def all_readers_continue() -> None:
        wanted = [each + 4 for each in answers]
        await until(
            lambda: any(each.done() for each in readers) or all(map(operator.ge, answers, wanted)),
            seconds=60,
        )
        for failed in (each for each in readers if each.done()):
            failed.result()

    readers = [asyncio.create_task(read(number)) for number in range(len(answers))]
    try:
        await all_readers_continue()
        async with away(stack):
            await all_readers_continue()
        await all_readers_continue()
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def test_store_calls_do_not_grow_with_the_answer(programme: Programme, stack: Stack) -> None:
    query = """
      query Whole%s($country: String, $first: Int) {
        cities(country: $country) { name cinemas { name
          auditoriums { name }
          movies { edges { node { title } } }
          showtimes(first: $first) { edges { node { id
            auditorium { name } movie { title status } cinema { city { name } }
          } } }
        } }
      }
    """
    async with recorded(programme, stack) as (process, recorder):
        counts: list[list[str]] = []
        for country, first in (("Mexico", 1), ("Chile", 8), (None, 1), (None, 8)):
            recorder.commands.clear()
            cold = query % time.monotonic_ns()
            await process.ask(cold, country=country, first=first)
            counts.append(sorted(recorder.reads()))
    assert counts[0] == sorted(
        [
            *("cities", "cinemas", "auditoriums", "showtimes"),
            # The movies of each cinema: their ids by its showtimes, and then the movies.
            *("showtimes", "movies"),
            # The movie, city, cinema and auditorium of each showtime, by their ids.
            *("movies", "cities", "cinemas", "auditoriums"),
            # The time zones of all cinemas, by which the status of movies is counted.
            "cinemas",
        ]
    )
    assert all(each == counts[0] for each in counts)


async def test_rows_are_counted_only_when_a_client_asks(programme: Programme, stack: Stack) -> None:
    """Lists of movies and showtimes, and of the showtimes of one cinema."""
    memory = await everything(programme.catalog)
    id = Counter(each.cinema_id for each in memory.all_showtimes.values()).most_common(1)[0][0]
    query = """
      query Counted%s($id: ID!) {
        movies(first: 1) { ...Movies }
        showtimes(first: 1) { ...Showtimes }
        cinema(id: $id) { showtimes(first: 1) { ...Showtimes } }
      }
      fragment Movies on MovieConnection { %s edges { node { id } } }
      fragment Showtimes on ShowtimeConnection { %s edges { node { id } } }
    """
    async with recorded(programme, stack) as (process, recorder):
        for asked, counts in (("", 0), ("totalCount", 3)):
            recorder.commands.clear()
            await process.ask(query % (time.monotonic_ns(), asked, asked), id=id)
            assert len([each for each in recorder.commands if "aggregate" in each]) == counts


async def test_a_page_of_one_cinemas_showtimes_is_all_that_is_read(
    programme: Programme, stack: Stack
) -> None:
    memory = await everything(programme.catalog)
    id = Counter(each.cinema_id for each in memory.all_showtimes.values()).most_common(1)[0][0]
    query = "query One%s($id: ID!) { cinema(id: $id) { showtimes(first: 2) { edges { cursor } } } }"
    async with recorded(programme, stack) as (process, recorder):
        await process.ask(query % time.monotonic_ns(), id=id)
        (read,) = (each for each in recorder.commands if each.get("find") == "showtimes")
    assert read["limit"] == 3
