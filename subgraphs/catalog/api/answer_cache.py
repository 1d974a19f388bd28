"""The GraphQL extension that answers queries from the cache."""

from collections.abc import AsyncGenerator

from graphql import ExecutionResult
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from subgraphs.catalog.domain.answers import MAX_AGE
from subgraphs.catalog.service.answers import AnswerCache


class CacheAnswers(SchemaExtension):
    """Answers queries from the cache, and caches answers that are the same for every caller.

    Never cached: mutations, answers with an error, and answers for which a resolver used who
    asks. The last is observed, not declared, so no field can leak by a forgotten declaration.
    The router learns which answers these are, and lets caches outside keep them for MAX_AGE.
    """

    async def on_execute(self) -> AsyncGenerator[None]:
        execution = self.execution_context
        cache: AnswerCache = execution.context.answer_cache
        if execution.operation_type is not OperationType.QUERY:
            yield
            return
        key = await cache.key(f"{execution.operation_name}\n{execution.query}", execution.variables)
        async with cache.slot(key) as slot:
            if slot.answer is not None:
                execution.context.promise_public_answer(MAX_AGE)
                execution.result = ExecutionResult(data=slot.answer, errors=None)
                yield
                return
            yield
            result = execution.result
            public = not execution.context.depends_on_caller
            if public and isinstance(result, ExecutionResult) and result.data and not result.errors:
                slot.answer = result.data
                execution.context.promise_public_answer(MAX_AGE)
