"""From exceptions to answers: typed refusals, and masked faults."""

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
from shared.storage.unavailability import away
from shared.telemetry.correlation import current_correlation_id

log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class AnswerRefusal:
    """Answers `exception_type` by the GraphQL type `error_type` wherever the field's union has it.

    Each field of the GraphQL type, but for those that resolvers make, is taken from the exception's
    attribute of the same name.
    (The attributes' names are those of Strawberry's ExceptionHandler protocol.)
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
    """Gives every error of an operation its `extensions.code`, and hides what is a fault of ours.

    Errors of the client's own making (syntax, validation) pass as they are.
    """

    def on_operation(self) -> Iterator[None]:
        yield
        _explain_all(self.execution_context.result)

    def on_stream_result(self, result: object) -> Iterator[None]:
        """Each result of a subscription is on its way before the operation is over."""
        _explain_all(result)
        yield


def _explain_all(result: object) -> None:
    if isinstance(result, GraphQLExecutionResult | ExecutionResult) and result.errors:
        result.errors = [explain(error) for error in result.errors]


def explain(error: GraphQLError) -> GraphQLError:
    """The error as a client may see it."""
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
        case failure if part_away := away(failure):
            return _with(error, str(part_away), {"code": "SERVICE_UNAVAILABLE"})
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
