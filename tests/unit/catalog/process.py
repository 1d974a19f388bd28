"""A catalog process with a cache of its own, and a small schema that counts its resolvers."""

import asyncio
from typing import Any, ClassVar, cast

import strawberry
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from starlette.requests import Request
from starlette.responses import Response

from shared import deadlines
from shared.auth.sessions import SessionStore
from shared.auth.viewer import Viewer
from shared.graphql.schema import build_schema
from shared.graphql.weights import assumed
from subgraphs.catalog.adapters.answers import RedisAnswers
from subgraphs.catalog.api.answer_cache import CacheAnswers
from subgraphs.catalog.api.context import Context, Info
from subgraphs.catalog.service.answers import AnswerCache, CatalogVersion
from tests.unit.catalog.town import Town


class MemoryRedis:
    """The commands of Redis that the cache uses; values never expire.

    `away` makes it unavailable.
    """

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
    """A process with its own cache, over the town's store and a Redis."""

    def __init__(self, town: Town, redis: MemoryRedis) -> None:
        self.town = town
        shared = RedisAnswers(cast(Redis, redis), town.clock)
        self.version = CatalogVersion(town.store.version)
        self.cache = AnswerCache(shared, self.version, town.clock)

    def context(self, viewer: Viewer | None = None) -> Context:
        sessions = cast(SessionStore, None)  # no request has a token
        town = self.town
        context = Context(
            sessions,
            "session",
            service=town.service,
            planning=town.planning,
            answer_cache=self.cache,
            posters_url="/posters",
        )
        context.request = Request({"type": "http", "headers": []})
        context.response = Response()
        if viewer:
            context.now_logged_in(viewer)
        return context


@strawberry.type
class Query:
    resolved: ClassVar[int] = 0
    "How often a resolver ran."
    reached: ClassVar[asyncio.Event]
    "Set when the resolver of `gated` waits for `gate`; tests that ask for it set both."
    gate: ClassVar[asyncio.Event]
    remaining: ClassVar[float]
    "How much time the resolver of `remainingTime` had, in seconds."

    @strawberry.field(directives=[assumed(10)])
    async def cities(self, info: Info) -> list[str]:
        Query.resolved += 1
        await asyncio.sleep(0)
        return [city.name for city in await info.context.service.cities(None)]

    @strawberry.field
    async def gated(self) -> str:
        Query.resolved += 1
        Query.reached.set()
        await Query.gate.wait()
        return "open"

    @strawberry.field
    def remaining_time(self) -> str:
        Query.remaining = deadlines.remaining()
        return ""

    @strawberry.field
    async def me(self, info: Info) -> str | None:
        Query.resolved += 1
        viewer = await info.context.viewer()
        return viewer.account_id if viewer else None

    @strawberry.field
    def header(self, info: Info) -> str | None:
        Query.resolved += 1
        return info.context.connection.headers.get("accept-language")

    @strawberry.field
    def bearer(self, info: Info) -> str | None:
        Query.resolved += 1
        return info.context.bearer_token

    @strawberry.field
    def token(self, info: Info) -> str | None:
        Query.resolved += 1
        return info.context.session_token

    @strawberry.field
    def cookie(self, info: Info) -> str | None:
        Query.resolved += 1
        info.context.http_response.set_cookie("seen", "yes")
        return None

    @strawberry.field
    async def broken(self) -> str | None:
        Query.resolved += 1
        raise ValueError


schema = build_schema(query=Query, extensions=[CacheAnswers])


async def ask(process: Process, query: str, viewer: Viewer | None = None, **variables: Any) -> Any:
    """Return the data of the answer."""
    result = await schema.execute(
        query, variable_values=variables, context_value=process.context(viewer)
    )
    return result.data


async def cache_control(process: Process, query: str, viewer: Viewer | None = None) -> str | None:
    """Return what the answer's header tells caches."""
    context = process.context(viewer)
    await schema.execute(query, context_value=context)
    assert context.response is not None
    return context.response.headers.get("cache-control")


def add_city(town: Town, name: str) -> None:
    """Change the catalog as the store does it: with the next version."""
    city = town.city
    town.store.all_cities[name] = type(city)(name, name, city.state, city.country)
    town.store.number += 1
