"""A refused list is empty, with the refusal as an error beside it (docs/adr/0021).

The list is promised as non-null. A raised refusal would therefore remove the object around it.
"""

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver
from strawberry.permission import PermissionExtension

from shared.errors import AccessDenied
from subgraphs.payment.api.context import Info

_refusals: ContextVar[list[GraphQLError]] = ContextVar("refusals of this operation")


class EmptyIfRefused(PermissionExtension):
    """Asks the permissions like `permission_classes`, and answers a refusal with an empty list."""

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: Info, **kwargs: Any
    ) -> Any:
        try:
            return await super().resolve_async(next_, source, info, **kwargs)
        except AccessDenied as denied:
            path = info.path.as_list()
            _refusals.get().append(GraphQLError(str(denied), path=path, original_error=denied))
            return []


class AddRefusals(SchemaExtension):
    """Adds the refusals of lists to the answer's errors."""

    def on_operation(self) -> Iterator[None]:
        given = _refusals.set([])
        yield
        result, refusals = self.execution_context.result, _refusals.get()
        if result and refusals:
            result.errors = [*(result.errors or ()), *refusals]
        _refusals.reset(given)
