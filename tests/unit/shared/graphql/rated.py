"""A schema whose operations are charged to their callers, behind the endpoint."""

from collections.abc import AsyncGenerator
from typing import cast

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from shared.admission.line import Line
from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.errors import Unavailable
from shared.graphql.context import RequestContext
from shared.graphql.endpoint import GraphQLEndpoint
from shared.graphql.rates import Callers
from shared.graphql.schema import build_schema
from shared.rates.buckets import LocalBuckets
from shared.rates.limiter import RateLimiter
from shared.rates.rules import Rate, Rates
from tests.unit.shared.graphql.toy_endpoint import PATH
from tests.unit.shared.rates.seconds import Seconds

OF_ADDRESS, OF_ACCOUNT = Rate(capacity=40, per_second=4), Rate(capacity=60, per_second=6)
Info = strawberry.Info[RequestContext, None]


class Changes:
    count = 0


@strawberry.type
class Query:
    @strawberry.field
    def name(self) -> str:
        return "A"

    @strawberry.field
    async def viewer(self, info: Info) -> str | None:
        viewer = await info.context.viewer()
        return viewer.account_id if viewer else None

    @strawberry.field
    async def depends(self, info: Info) -> bool:
        return info.context.depends_on_caller


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def hold(self) -> int:
        Changes.count += 1
        return Changes.count

    @strawberry.mutation
    async def log_in(self) -> int:
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def names(self) -> AsyncGenerator[str]:
        for each in "abc":
            yield each


class Sessions:
    """The sessions of accounts, by token; it counts the look-ups."""

    def __init__(self) -> None:
        self.accounts = {"token-a": "ann", "token-b": "bob"}
        self.look_ups = 0
        self.available = True

    async def viewer(self, token: str, *, slide: bool = True) -> Viewer | None:
        self.look_ups += 1
        if not self.available:
            raise Unavailable("session store")
        account = self.accounts.get(token)
        return Viewer(account, "session", frozenset({Role.CUSTOMER})) if account else None


class RatedApp:
    """The application, with its clock and sessions."""

    def __init__(self) -> None:
        self.clock, self.sessions = Seconds(), Sessions()
        schema = build_schema(
            query=Query,
            mutation=Mutation,
            mutation_classes={"holds": ["hold"], "logins": ["logIn"]},
            subscription=Subscription,
        )
        rates = {name: Rates(OF_ADDRESS, OF_ACCOUNT) for name in ("reads", "holds", "logins")}
        limiter = RateLimiter(rates, LocalBuckets(self.clock.now), self.clock.now)
        self.callers = Callers(self.clock.now)
        schema.limit_rates(limiter, self.callers)
        endpoint = GraphQLEndpoint(schema, self._context, Line())
        self.asgi = Starlette(routes=[Route(PATH, endpoint), WebSocketRoute(PATH, endpoint)])

    def _context(self) -> RequestContext:
        return RequestContext(cast(SessionStore, self.sessions), "session")
