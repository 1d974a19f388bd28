"""The executor that Strawberry uses: level by level where it can, and as graphql-core otherwise."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

import asyncio
import time
from contextlib import suppress
from typing import Any

from graphql import GraphQLObjectType, OperationType
from graphql.execution.collect_fields import GroupedFieldSet
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from shared.execution.levels import Levels
from shared.execution.shapes import Unanswerable

TURN_SECONDS = 0.01


class BreadthFirstExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers queries level by level; everything else, and what goes wrong, as graphql-core."""

    def execute_root_grouped_field_set(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,
        position_context: Any,
    ) -> Any:
        """Return an awaitable of the answer to a query, or what graphql-core returns."""
        arguments = root_type, root_value, grouped_field_set, serially, position_context
        is_query = self.operation.operation is OperationType.QUERY
        if not is_query or serially or self._wraps_resolvers() or self.abort_signal:
            return super().execute_root_grouped_field_set(*arguments)
        if not _may_await():
            return super().execute_root_grouped_field_set(*arguments)
        return self._level_by_level(*arguments)

    def _wraps_resolvers(self) -> bool:
        return self.middleware_manager is not None and bool(self.middleware_manager.middlewares)

    async def _level_by_level(
        self, type: GraphQLObjectType, root: Any, grouped: GroupedFieldSet, *arguments: Any
    ) -> dict[str, Any]:
        answer: dict[str, Any] | None = None
        with suppress(Unanswerable):
            answer = await Levels(self, Turn().pause).answer(type, root, grouped)
        if answer is not None:
            return answer
        # Not while the first exception is handled: the second would be logged as its consequence.
        again: Any = super().execute_root_grouped_field_set(type, root, grouped, *arguments)
        return await again if self.is_awaitable(again) else again


def _may_await() -> bool:
    """Tell whether there is an event loop: without one, the answer has to be there at once."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Turn:
    """Ends after TURN_SECONDS: then other work goes on, and the next turn begins."""

    def __init__(self) -> None:
        self._end = time.perf_counter() + TURN_SECONDS

    async def pause(self) -> None:
        """Give other work its turn, if this one is over."""
        if time.perf_counter() >= self._end:
            await asyncio.sleep(0)
            self._end = time.perf_counter() + TURN_SECONDS
