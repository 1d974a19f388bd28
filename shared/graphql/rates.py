"""Refuses operations of callers that send too many, before anything is executed."""

from collections.abc import AsyncGenerator, Callable, Mapping
from functools import lru_cache

from cachetools import LRUCache
from graphql import GraphQLError

from shared.auth.sessions import token_hash
from shared.errors import Forbidden, Unavailable
from shared.graphql.context import RequestContext
from shared.graphql.limits import LimitOperations
from shared.rates.addresses import network_of
from shared.rates.limiter import RateLimiter, Refusal
from shared.rates.rules import Caller

RATE_LIMITED = "RATE_LIMITED"
MUTATION_POINTS = 10
"""What a mutation is charged beside its operation's cost, which counts what is selected alone."""

_KNOWN_SESSIONS = 10_000
_AWAY_SECONDS = 1.0
"""How long sessions are not looked up for counting after they could not be read."""


class Callers:
    """Tells whose bucket an operation is charged to.

    That is the account where a session's token is sent, and otherwise the client's address. The
    account of a session never changes, so a process that has looked it up remembers it.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` returns seconds that never go back."""
        self._now = now
        self._accounts = LRUCache[str, Caller | None](_KNOWN_SESSIONS)
        self._away_until = now()

    async def of(self, context: RequestContext) -> Caller | None:
        """Return the caller; None for a call that no router passed on, which is a service's.

        While sessions cannot be read, and for a page of another site, it is the address.
        """
        address = context.client_address
        if address is None:
            return None
        return await self._account(context) or _at(address)

    async def _account(self, context: RequestContext) -> Caller | None:
        try:
            token = context.sent_token()
        except Forbidden:
            return None
        if token is None:
            return None
        key = token_hash(token)
        if key in self._accounts or self._now() < self._away_until:
            return self._accounts.get(key)
        try:
            viewer = await context.sent_viewer()
        except Unavailable:
            self._away_until = self._now() + _AWAY_SECONDS
            return None
        account = Caller("account", viewer.account_id) if viewer else None
        self._accounts[key] = account
        return account


@lru_cache(maxsize=10_000)
def _at(address: str) -> Caller:
    return Caller("address", network_of(address))


class LimitRates(LimitOperations):
    """Charges each operation that is allowed to its caller's bucket, or else refuses it.

    A class that does both, because each extension costs every operation some microseconds.
    """

    def __init__(self, limiter: RateLimiter, callers: Callers) -> None:
        super().__init__()
        self._limiter = limiter
        self._callers = callers

    async def on_validate(self) -> AsyncGenerator[None]:  # pyright: ignore[reportIncompatibleMethodOverride] - Strawberry takes both kinds
        rate_classes = await self.check()
        execution = self.execution_context
        if self.cost is not None and not execution.pre_execution_errors:
            charges = {
                name: self.cost + mutations * MUTATION_POINTS
                for name, mutations in rate_classes.items()
            }
            if refusal := await self._charge(execution.context, charges):
                execution.pre_execution_errors = [_rate_limited(refusal)]
        yield

    async def _charge(self, context: RequestContext, charges: Mapping[str, int]) -> Refusal | None:
        caller = await self._callers.of(context)
        return await self._limiter.charge(caller, charges) if caller else None


def _rate_limited(refusal: Refusal) -> GraphQLError:
    seconds = refusal.retry_after_seconds
    return GraphQLError(
        "You have asked for too much in a short time. Nothing was changed. "
        f"Try again in {seconds} second{'' if seconds == 1 else 's'}.",
        extensions={
            "code": RATE_LIMITED,
            "retryAfterSeconds": seconds,
            "charge": refusal.charge,
            "available": refusal.available,
            "capacity": refusal.rate.capacity,
            "restoredPerSecond": refusal.rate.per_second,
        },
    )
