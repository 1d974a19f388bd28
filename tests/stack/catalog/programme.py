"""The demo programme on a running catalog, seen by clients and from inside."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from dev.parts import subgraph
from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.messaging.envelope import Envelope
from shared.storage.mongo import Document
from subgraphs.catalog.adapters.store.documents import (
    to_auditorium,
    to_cinema,
    to_city,
    to_movie,
    to_showtime,
)
from subgraphs.catalog.app import Catalog
from subgraphs.catalog.settings import Settings
from tests.unit.catalog.memory import MemoryCatalogStore
from tests.waiting import until

Answer = Mapping[str, Any]
TOPICS = [f"catalog.showtime.{what}.v1" for what in ("scheduled", "moved", "cancelled")]


@dataclass(frozen=True, slots=True)
class Programme:
    """A running catalog (`url`), a second process of it, and `catalog` in this process."""

    url: str
    replica_url: str
    http: httpx.AsyncClient
    catalog: Catalog
    admin_token: str

    async def ask(
        self, query: str, *, replica: bool = False, admin: bool = False, **variables: Any
    ) -> Any:
        """Return the answer's data; fail when it has errors."""
        answer = await self.http.post(
            self.replica_url if replica else self.url,
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {self.admin_token}"} if admin else {},
        )
        body = answer.json()
        assert "errors" not in body, body
        return body["data"]


def settings_of(stack: Stack) -> Settings:
    """Return the settings of the stack's catalog."""
    env = subgraph.command("catalog", stack.ports, stack.folders, stack.upstream).env
    values = {
        name.removeprefix("CATALOG_").lower(): json.loads(value) if value[:1] == "[" else value
        for name, value in env.items()
    }
    return Settings(**values)  # pyright: ignore[reportArgumentType] - pydantic converts the text


async def logged_in(catalog: Catalog, role: Role) -> str:
    """Open a session with `role` and return its token."""
    clock, token = SystemClock(), new_token()
    viewer = Viewer("acc_planner", "ses_planner", frozenset({role}))
    day = timedelta(days=1)
    session = LiveSession(viewer, idle=day, absolute_end=clock.now() + day)
    await SessionStore(catalog.connections.redis, clock).put(token_hash(token), session)
    return token


async def everything(catalog: Catalog) -> MemoryCatalogStore:
    """Return all stored documents, for plain loops."""
    memory = MemoryCatalogStore()
    memory.all_cities = {each.id: each for each in map(to_city, await _all(catalog, "cities"))}
    memory.all_cinemas = {each.id: each for each in map(to_cinema, await _all(catalog, "cinemas"))}
    memory.all_auditoriums = {
        each.id: each for each in map(to_auditorium, await _all(catalog, "auditoriums"))
    }
    memory.all_movies = {each.id: each for each in map(to_movie, await _all(catalog, "movies"))}
    memory.all_showtimes = {
        each.id: each for each in map(to_showtime, await _all(catalog, "showtimes"))
    }
    return memory


async def _all(catalog: Catalog, collection: str) -> list[Document]:
    return await catalog.connections.database[collection].find().to_list()


async def published_events(
    stack: Stack, showtime_ids: Collection[str], count: int
) -> list[Envelope]:
    """Wait for `count` events of the showtimes; return them in the order of their causes."""
    consumer = AIOKafkaConsumer(
        *TOPICS,
        bootstrap_servers=stack.upstream.kafka_bootstrap_servers,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        group_id=None,
    )
    received: list[Envelope] = []

    async def listen() -> bool:
        batches = await consumer.getmany(timeout_ms=200)
        for records in batches.values():
            envelopes = (Envelope.from_json(record.value or b"") for record in records)
            received.extend(each for each in envelopes if each.key in showtime_ids)
        return len(received) >= count

    await consumer.start()
    try:
        await until(listen, seconds=60)
    finally:
        await consumer.stop()
    return sorted(received, key=lambda each: each.id)


class Recorder(CommandListener):
    """Records the commands that a client sends."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...

    def reads(self) -> list[str]:
        """Return the collections that were read, in order, without the catalog's version."""
        names = [
            each[verb]
            for each in self.commands
            for verb in ("find", "aggregate", "distinct", "count")
            if verb in each
        ]
        return [name for name in names if name != "version"]
