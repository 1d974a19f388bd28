"""The executor that Strawberry uses: level by level where it can, and as graphql-core otherwise."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

import asyncio
import time
from contextlib import suppress
from typing import Any

from graphql import GraphQLObjectType, OperationType
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from shared.execution.levels import Levels
from shared.execution.shapes import Unanswerable
from shared.turns import TURN_SECONDS, Turn


class BreadthFirstExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers queries level by level; everything else, and what goes wrong, as graphql-core.

    graphql-core completes a list in one step. Here, what is left of a list when a turn is over is
    completed item by item, each in a step of its own. They all begin before a loader loads.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._begin_turn()

    def complete_list_item_value(
        self,
        item: Any,
        complete_results: list[Any],
        item_type: Any,
        field_details_list: FieldDetailsList,
        info: Any,
        item_path: Path,
        position_context: Any,
    ) -> bool:
        """Add the completed item, or an awaitable of it, and tell whether it is an awaitable."""
        place = item_type, field_details_list, info, item_path, position_context
        if time.thread_time() < self._turn_ends or not _may_await():
            return super().complete_list_item_value(item, complete_results, *place)
        later = self.complete_awaitable_list_item_value(self._in_a_turn(item), *place)
        complete_results.append(later)
        return True

    async def _in_a_turn(self, item: Any) -> Any:
        self._begin_turn()
        return item

    def _begin_turn(self) -> None:
        # Processor time, because what other processes do makes no turn longer.
        self._turn_ends = time.thread_time() + TURN_SECONDS

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
