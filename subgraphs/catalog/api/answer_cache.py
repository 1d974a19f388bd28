"""The GraphQL extension that answers queries from the cache."""

from collections.abc import AsyncGenerator

from graphql import ExecutionResult
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from shared import deadlines
from shared.graphql.public_answers import PublicAnswer
from shared.graphql.stopping import keep_query_while
from subgraphs.catalog.api.context import Context
from subgraphs.catalog.domain.answers import MAX_AGE
from subgraphs.catalog.service.answers import REFILL_WITHIN


class CacheAnswers(SchemaExtension):
    """Answers queries from the cache, and caches answers that are the same for every caller.

    Never cached: mutations, answers with an error, and answers for which a resolver used who
    asks. The last is observed, not declared, so no field can leak by a forgotten declaration.
    The answer's headers say that it is public, and how long it may be kept.
    """

    async def on_execute(self) -> AsyncGenerator[None]:
        execution = self.execution_context
        context: Context = execution.context
        if execution.operation_type is not OperationType.QUERY:
            yield
            return
        cache = context.answer_cache
        key = await cache.key(f"{execution.operation_name}\n{execution.query}", execution.variables)
        async with cache.slot(key) as slot:
            if slot.answer is not None:
                execution.result = ExecutionResult(data=slot.answer, errors=None)
                yield
            else:
                # Readers who come later may wait for this answer, and have more time.
                keep_query_while(lambda: cache.is_awaited(key))
                with deadlines.extended(REFILL_WITHIN.total_seconds()):
                    yield
                result = execution.result
                made = result if isinstance(result, ExecutionResult) else None
                if made and made.data and not made.errors and not context.depends_on_caller:
                    slot.answer = made.data
            if slot.answer is not None:
                kept_for = cache.time_left(slot)
                context.promise_public_answer(PublicAnswer(MAX_AGE, kept_for, key.version))
