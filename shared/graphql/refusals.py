"""Turns exceptions into answers: refusals into types, faults into masked errors."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import structlog
from graphql import ExecutionResult as GraphQLExecutionResult
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult

from shared import errors
from shared.graphql import types
from shared.storage.unavailability import unavailability
from shared.telemetry.correlation import current_correlation_id

log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class AnswerRefusal:
    """Answers `exception_type` with the GraphQL type `error_type` where the field's union has it.

    Each field of the GraphQL type, except those with resolvers, comes from the exception's
    attribute of the same name. (The names are those of Strawberry's ExceptionHandler protocol.)
    """

    exception_type: type[errors.Refusal]
    error_type: type

    def handle(self, exception: errors.Refusal, *, field: object, info: object) -> object:
        names = [each.name for each in dataclasses.fields(self.error_type) if each.init]
        return self.error_type(**{name: getattr(exception, name) for name in names})


SHARED_REFUSALS = (
    AnswerRefusal(errors.InvalidInput, types.InvalidInput),
    AnswerRefusal(errors.NotFound, types.NotFound),
    AnswerRefusal(errors.IdempotencyConflict, types.IdempotencyConflict),
)


class ExplainErrors(SchemaExtension):
    """Gives every error its `extensions.code` and masks faults in our code.

    Errors that the client made (syntax, validation) pass unchanged.
    """

    def on_operation(self) -> Iterator[None]:
        yield
        _explain_all(self.execution_context.result)

    def on_stream_result(self, result: object) -> Iterator[None]:
        """Explain each result of a subscription: it is sent before the operation ends."""
        _explain_all(result)
        yield


def _explain_all(result: object) -> None:
    if isinstance(result, GraphQLExecutionResult | ExecutionResult) and result.errors:
        result.errors = [explain(error) for error in result.errors]


def explain(error: GraphQLError) -> GraphQLError:
    """Return the error as a client may see it."""
    match error.original_error:
        case None | GraphQLError():
            return error
        case errors.AccessDenied() as denied:
            return _with(error, str(denied), {"code": denied.code})
        case errors.InvalidInput() as invalid:
            fields = [dataclasses.asdict(field) for field in invalid.fields]
            return _with(error, invalid.message, {"code": invalid.code, "fields": fields})
        case errors.Refusal() as refused:
            return _with(error, refused.message, {"code": refused.code})
        case failure if transient := unavailability(failure):
            return _with(error, str(transient), {"code": transient.code})
        case fault:
            correlation_id = current_correlation_id()
            log.error("fault", path=error.path, exc_info=fault)
            return _with(
                error,
                "Internal server error",
                {"code": "INTERNAL_SERVER_ERROR", "correlationId": correlation_id},
            )


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)
