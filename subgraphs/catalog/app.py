"""Catalog's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from shared.runtime.background import repeat
from shared.runtime.connections import Connections, connect
from shared.runtime.service import Wiring
from subgraphs.catalog.adapters.answers import RedisAnswers
from subgraphs.catalog.adapters.store import COLLECTIONS, MongoCatalogStore
from subgraphs.catalog.api.context import Context
from subgraphs.catalog.api.posters import poster_routes
from subgraphs.catalog.api.ready_answers import SendReadyAnswers
from subgraphs.catalog.api.version import TellVersion
from subgraphs.catalog.service.answers import AnswerCache, CatalogVersion
from subgraphs.catalog.service.planning import Planning
from subgraphs.catalog.service.reading import CatalogService
from subgraphs.catalog.settings import Settings
from subgraphs.catalog.workers.consumers import BookingConsumer

# An import whose process died is finished this soon after its lease has ended.
_FINISH_COMMITS_EVERY = timedelta(seconds=5)
# Old titles are there after an update only, and while replicas of the old version still write.
_REFRESH_TITLES_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Catalog's connections, its store and the use cases, for the server and for commands."""

    connections: Connections
    store: MongoCatalogStore
    service: CatalogService
    planning: Planning


@asynccontextmanager
async def open_catalog(settings: Settings) -> AsyncGenerator[Catalog]:
    """Connect catalog and build its use cases; everything is closed at the end."""
    async with connect("catalog", settings) as connections:
        await connections.ensure_collections(COLLECTIONS)
        clock, ids = connections.clock, connections.ids
        store = MongoCatalogStore(connections.database, connections.outbox, clock, ids)
        yield Catalog(
            connections=connections,
            store=store,
            service=CatalogService(store, clock),
            planning=Planning.over(store, clock, ids),
        )


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Connect catalog and build what it serves; everything is closed at the end."""
    async with open_catalog(settings) as catalog:
        yield _wiring(settings, catalog)


def _wiring(settings: Settings, catalog: Catalog) -> Wiring:
    connections, planning = catalog.connections, catalog.planning
    shared_answers = RedisAnswers(connections.redis, connections.clock)
    version = CatalogVersion(catalog.store.version)
    answer_cache = AnswerCache(shared_answers, version, connections.clock)
    tokens = connections.service_tokens(
        "booking", max_age=timedelta(seconds=settings.trusted_keys_max_age_seconds)
    )
    bookings = connections.consumer("catalog", BookingConsumer(catalog.store).subscriptions)
    return Wiring(
        new_context=lambda: Context(
            connections.sessions,
            settings.session_cookie,
            service=catalog.service,
            planning=planning,
            answer_cache=answer_cache,
            posters_url=settings.posters_url,
        ),
        callers=connections.callers(lambda token: tokens.require(token, "showtimes:read")),
        rate_limiter=connections.rate_limiter(),
        health_checks=connections.health_checks(),
        background={
            "outbox-relay": connections.relay().run,
            "booking-consumer": bookings.run,
            "commit-finisher": lambda: repeat(
                "commit-finisher", planning.imports.finish_abandoned, _FINISH_COMMITS_EVERY
            ),
            "title-refresher": lambda: repeat(
                "title-refresher", planning.movies.refresh_titles, _REFRESH_TITLES_EVERY
            ),
        },
        routes=[poster_routes(catalog.service)],
        middleware=[
            lambda app: SendReadyAnswers(app, version, connections.clock),
            lambda app: TellVersion(app, version),
        ],
    )
