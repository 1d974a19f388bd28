"""Turns exceptions into answers: refusals into types, faults into masked errors."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import structlog
from graphql import ExecutionResult as GraphQLExecutionResult
from graphql import GraphQLError, GraphQLSyntaxError
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
    """Gives every error its `extensions.code` and masks faults in our code."""

    _executed = False

    def on_operation(self) -> Iterator[None]:
        try:
            yield
        except GraphQLSyntaxError as error:
            raise _with(error, error.message, {"code": "GRAPHQL_PARSE_FAILED"}) from None
        _explain_all(self.execution_context.result, executed=self._executed)

    def on_execute(self) -> Iterator[None]:
        self._executed = True
        yield

    def on_stream_result(self, result: object) -> Iterator[None]:
        """Explain each result of a subscription: it is sent before the operation ends."""
        _explain_all(result, executed=True)
        yield


def _explain_all(result: object, *, executed: bool) -> None:
    if isinstance(result, GraphQLExecutionResult | ExecutionResult) and result.errors:
        result.errors = [explain(error, executed=executed) for error in result.errors]


def explain(error: GraphQLError, *, executed: bool = True) -> GraphQLError:
    """Return the error as a client may see it.

    `executed` tells whether the operation passed validation.
    """
    match error.original_error:
        case None | GraphQLError() if error.extensions and "code" in error.extensions:
            return error
        case GraphQLError(nodes=None) as fault if error.path:
            # A resolver's value does not fit its type. What a client wrote has nodes.
            return _mask(error, fault)
        case None | GraphQLError():
            code = "BAD_USER_INPUT" if executed else "GRAPHQL_VALIDATION_FAILED"
            return _with(error, error.message, {"code": code})
        case errors.AccessDenied() as denied:
            return _with(error, str(denied), {"code": denied.code})
        case errors.InvalidInput() as invalid:
            fields = [dataclasses.asdict(field) for field in invalid.fields]
            return _with(error, invalid.message, {"code": invalid.code, "fields": fields})
        case errors.Refusal() as refused:
            return _with(error, refused.message, {"code": refused.code})
        case failure if transient := unavailability(failure):
            # The client is told which part it is, and operators why.
            log.warning("part_failed", part=transient.part, reason=repr(failure)[:500])
            return _with(error, str(transient), {"code": transient.code})
        case fault:
            return _mask(error, fault)


def _mask(error: GraphQLError, fault: Exception) -> GraphQLError:
    correlation_id = current_correlation_id()
    log.error("fault", path=error.path, exc_info=fault)
    extensions = {"code": "INTERNAL_SERVER_ERROR", "correlationId": correlation_id}
    return _with(error, "Internal server error", extensions)


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
