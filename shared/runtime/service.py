"""Runs a subgraph: GraphQL, health checks, logs, background work and a graceful shutdown."""

import asyncio
import gc
import signal
import sys
import time
import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

import structlog
import uvicorn
from fastapi import APIRouter, FastAPI, Response
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.admission.line import Line
from shared.auth.callers import KnownCallers
from shared.graphql.admission import AdmitRequests
from shared.graphql.callers import GRAPHQL, KnownCallersOnly
from shared.graphql.context import RequestContext
from shared.graphql.endpoint import GraphQLEndpoint
from shared.graphql.http_requests import MAX_BODY_BYTES
from shared.graphql.rates import Callers
from shared.graphql.schema import SubgraphSchema
from shared.rates.limiter import RateLimiter
from shared.runtime.background import repeat
from shared.runtime.http_methods import AnswerHead
from shared.runtime.http_server import BoundedHttp
from shared.runtime.lag import LoopLag
from shared.runtime.settings import SubgraphSettings
from shared.runtime.websocket_server import RefusableWebSocket
from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from shared.telemetry.logs import configure_logging
from shared.telemetry.requests import RequestTelemetry

log = structlog.get_logger(__name__)

HealthCheck = Callable[[], Awaitable[object]]
HealthChecks = Mapping[str, HealthCheck]
"""A check for each part by its name; it raises when the part cannot be used."""
_CHECK_SECONDS = 2.0
# Asked all the time, by routers and supervisors.
_UNLOGGED = ("/health/", "/graphql/version")
CALLERS_READ_EVERY = timedelta(seconds=5)
"""How often the secrets that prove the router are read again, beside the requests."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a subgraph's composition root (`app.py`) builds for `run`.

    `callers` are those who may use GraphQL. `background` is work that runs until the service
    stops, by its name; `routes` are HTTP routes beside GraphQL, which are open to others too;
    `middleware` sees each request before any route does, the last one first, and of GraphQL
    those of known callers.
    """

    new_context: Callable[[], RequestContext]
    callers: KnownCallers
    rate_limiter: RateLimiter
    health_checks: HealthChecks
    background: Mapping[str, Callable[[], Awaitable[None]]]
    routes: Sequence[APIRouter] = ()
    middleware: Sequence[Callable[[ASGIApp], ASGIApp]] = ()


def run(
    name: str,
    settings: SubgraphSettings,
    schema: SubgraphSchema,
    wire: Callable[[], AbstractAsyncContextManager[Wiring]],
) -> NoReturn:
    """Serve until SIGTERM or SIGINT; exit with 1 and one log line when it cannot start."""
    configure_logging(name, settings.log_level)
    # A query that is stopped has fields that have not begun.
    warnings.filterwarnings("ignore", "coroutine '.*' was never awaited", RuntimeWarning)
    if settings.environment == "production":
        schema.hide()
    else:
        log.warning("development_mode", open_to_all="introspection, suggestions, plain cookies")
    loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        try:
            runner.run(_serve(name, settings, schema, wire))
        except (*PART_FAILURES, VaultAccessError, FileNotFoundError) as error:
            log.critical("cannot_start", reason=str(error))
            sys.exit(1)
    sys.exit(0)


def create_app(name: str, schema: SubgraphSchema, wiring: Wiring, lag: LoopLag) -> ASGIApp:
    """The ASGI application: `/graphql`, `/health/live`, `/health/ready` and the extra routes."""
    routed = FastAPI(title=name, docs_url=None, redoc_url=None, openapi_url=None)
    routed.include_router(_health(wiring.health_checks, lag))
    for routes in wiring.routes:
        routed.include_router(routes)
    line = Line()
    graphql = ServerErrorMiddleware(GraphQLEndpoint(schema, wiring.new_context, line))
    others = AnswerHead(routed)

    async def by_path(scope: Scope, receive: Receive, send: Send) -> None:
        # Not a route: FastAPI's routing would be a twentieth of what a small operation costs.
        app = graphql if scope.get("path") == GRAPHQL else others
        await app(scope, receive, send)

    app: ASGIApp = AdmitRequests(by_path, line, schema.priorities)
    for middleware in wiring.middleware:
        app = middleware(app)
    return RequestTelemetry(KnownCallersOnly(app, wiring.callers), _UNLOGGED)


async def _serve(
    name: str,
    settings: SubgraphSettings,
    schema: SubgraphSchema,
    wire: Callable[[], AbstractAsyncContextManager[Wiring]],
) -> None:
    lag = LoopLag()
    async with wire() as wiring:
        await wiring.callers.read()
        background = {
            **wiring.background,
            "event loop lag": lag.measure,
            "callers": lambda: repeat("callers", wiring.callers.read_again, CALLERS_READ_EVERY),
        }
        schema.limit_rates(wiring.rate_limiter, Callers(time.monotonic))
        tasks = [
            asyncio.create_task(_supervised(work_name, work))
            for work_name, work in background.items()
        ]
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(name, schema, wiring, lag),
                host=settings.host,
                port=settings.port,
                http=BoundedHttp,
                ws=RefusableWebSocket,
                # A message of a WebSocket is a request, as large as one by HTTP. Compressed ones
                # would need memory for each connection, and could hold far more than they weigh.
                ws_max_size=MAX_BODY_BYTES,
                ws_per_message_deflate=False,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=5,
                # Longer than callers keep an idle connection: a connection that closes under a
                # request looks to them like an outage.
                timeout_keep_alive=75,
            )
        )
        # What lives as long as the process: a collection that looks at it takes 70 ms in one step.
        gc.collect()
        gc.freeze()
        try:
            await server.serve()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _supervised(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run background work; a fault in it ends the process, so that its supervisor restarts it.

    A service whose relay or consumer died silently would look healthy and do half of its work.
    """
    try:
        await work()
    except Exception:  # any fault, for the reason above
        log.critical("background_work_died", work=name, exc_info=True)
        signal.raise_signal(signal.SIGTERM)


def _health(checks: HealthChecks, lag: LoopLag) -> APIRouter:
    router = APIRouter(prefix="/health")

    @router.get("/live")
    async def live() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        return {"status": "live"}

    @router.get("/ready")
    async def ready(response: Response) -> dict[str, object]:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        states = dict(zip(checks, await asyncio.gather(*map(_state, checks.values())), strict=True))
        ready = all(state == "up" for state in states.values())
        response.status_code = 200 if ready else 503
        return {
            "status": "ready" if ready else "degraded",
            "parts": states,
            "event_loop_lag_ms": lag.milliseconds(),
        }

    return router


async def _state(check: HealthCheck) -> str:
    try:
        await asyncio.wait_for(check(), _CHECK_SECONDS)
    except Exception:  # any exception of a client library: the part is not usable
        return "away"
    return "up"
