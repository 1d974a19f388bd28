"""Stops queries whose caller has gone or whose deadline has passed. Nothing else is ever stopped.

A mutation that has begun is finished: its caller may be told nothing, but what it changes is whole.
"""

import asyncio
import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import ContextVar
from enum import Enum
from types import TracebackType
from typing import Self

import structlog
from starlette.requests import Request
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from shared import deadlines
from shared.storage import mongo

log = structlog.get_logger(__name__)

_MORE_FOR_STORES = 0.1


class StopReason(Enum):
    """Why nobody needs a query's answer any more."""

    CALLER_GONE = "caller_gone"
    DEADLINE = "deadline"


class QueryStopped(Exception):
    """The query was stopped before it had an answer."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class QueryLimit:
    """Stops the query inside its `async with` block, if one runs there, and raises QueryStopped.

    StopQueries calls `begin` when it knows that the operation is a query.
    """

    def __init__(self, request: Request | None, seconds: float) -> None:
        """Limit a query to `seconds` from now on; they may be infinite.

        Without a request somebody else stops the query whose caller has gone.
        """
        self._request = request
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._cancellation = asyncio.timeout(None)
        self._begun = ExitStack()
        self._reason: StopReason | None = None
        self.is_needed: Callable[[], bool] = lambda: False

    async def __aenter__(self) -> Self:
        self._token = _current.set(self)
        await self._cancellation.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._begun.close()
        _current.reset(self._token)
        try:
            await self._cancellation.__aexit__(kind, error, traceback)
        except TimeoutError:
            assert self._reason is not None, "only `_stop` ends the block"
            log.info("query_stopped", reason=self._reason.value)
            raise QueryStopped(self._reason) from None

    def begin(self) -> None:
        """Stop the rest of the block when the caller goes or the deadline passes."""
        loop = asyncio.get_running_loop()
        if self._request is not None:
            self._begun.callback(asyncio.create_task(self._watch_caller(self._request)).cancel)
        if self._deadline != math.inf:
            timer = loop.call_at(self._deadline, self._stop, StopReason.DEADLINE)
            self._begun.callback(timer.cancel)
            self._begun.enter_context(deadlines.within(self._deadline - loop.time()))

    async def _watch_caller(self, request: Request) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        self._stop(StopReason.CALLER_GONE)

    def _stop(self, reason: StopReason) -> None:
        if self._reason is None and not self.is_needed():
            self._reason = reason
            self._cancellation.reschedule(asyncio.get_running_loop().time())


_current: ContextVar[QueryLimit | None] = ContextVar("query_limit", default=None)


def keep_query_while(is_needed: Callable[[], bool]) -> None:
    """Let this query run to its end if others need its answer when its own caller does not."""
    limit = _current.get()
    if limit is not None:
        limit.is_needed = is_needed


class StopQueries(SchemaExtension):
    """Begins the limit of a query that has one."""

    def on_execute(self) -> Iterator[None]:
        limit = _current.get()
        if limit is not None and self.execution_context.operation_type is OperationType.QUERY:
            # It ends with its block: Strawberry ends no hook when a later one fails to begin.
            limit.begin()
        yield


class LimitStoreCalls(SchemaExtension):
    """Gives the calls to the database the time that remains, and a little more.

    So the query is stopped first, and its answer says that the time is over, not that the database
    cannot be reached.
    """

    def on_execute(self) -> Iterator[None]:
        with mongo.within(deadlines.remaining() + _MORE_FOR_STORES):
            yield
