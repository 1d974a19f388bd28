"""Refuses operations that are too large or too costly, before anything is executed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, get_operation_ast
from graphql.validation import ASTValidationRule, validate
from strawberry.extensions import SchemaExtension

from shared.graphql.cost import OperationCost
from shared.graphql.documents import DocumentCache, beside_the_loop
from shared.graphql.rate_classes import RateClasses
from shared.graphql.shape import OperationTooLarge, ShapeLimits, check_shape
from shared.graphql.weights import weights_of

# A router adds keys and `__typename` to what a client selects, which at most doubles it. So the
# limits for clients, in router/gateway/limits.mjs, are half of these.
MAX_COST = 20_000
MAX_SHAPE = ShapeLimits(
    depth=40,
    fields=2_000,
    root_fields=60,
    mutations=10,
    aliases=200,
    directives=100,
    repeated=60,
)

Rules = tuple[type[ASTValidationRule], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """An operation of a document."""

    query: str | None
    operation_name: str | None
    document: DocumentNode


@dataclass(frozen=True, slots=True)
class _Checked:
    """Why an operation is invalid, or else its cost, and how many mutations of a class it has."""

    errors: list[GraphQLError]
    cost: OperationCost | None = None
    rate_classes: Mapping[str, int] = field(default_factory=dict[str, int])


class OperationChecks:
    """Checks operations against a schema, once for as long as their document is kept."""

    def __init__(
        self, schema: GraphQLSchema, documents: DocumentCache, rate_classes: RateClasses
    ) -> None:
        """Raise TypeError when a list of the schema does not say its size."""
        self._schema = schema
        self._documents = documents
        self._rate_classes = rate_classes
        self._weights = weights_of(schema)

    async def checked(self, asked: _Asked, rules: Rules) -> _Checked:
        """Return what is known about the operation, or find it out."""
        kept = self._documents.get(asked.query or "")
        if kept is None or kept.document is not asked.document:
            return await beside_the_loop(self._check, asked, rules)
        key = asked.operation_name, rules
        if key not in kept.checked:
            kept.checked[key] = beside_the_loop(self._check, asked, rules)
        return await asyncio.shield(kept.checked[key])

    def _check(self, asked: _Asked, rules: Rules) -> _Checked:
        try:
            check_shape(asked.document, MAX_SHAPE)
        except OperationTooLarge as refusal:
            error = GraphQLError(str(refusal), extensions={"code": "OPERATION_TOO_LARGE"})
            return _Checked([error])
        errors = validate(self._schema, asked.document, rules)
        if errors:
            return _Checked(errors)
        operation = get_operation_ast(asked.document, asked.operation_name)
        assert operation is not None, "Strawberry refuses a name that no operation has"
        return _Checked(
            [],
            OperationCost(asked.document, operation, self._weights),
            self._rate_classes.of(asked.document, operation),
        )


class LimitOperations(SchemaExtension):
    """Validates operations, refuses what is too large or too costly, and tells each one's cost."""

    cost: int | None = None
    """The operation's cost; None while it is unknown, and for one that is invalid."""

    async def on_validate(self) -> AsyncIterator[None]:
        await self.check()
        yield

    async def check(self) -> Mapping[str, int]:
        """Validate the operation; return its rate classes, each with the number of mutations."""
        execution: Any = self.execution_context
        asked = _Asked(execution.query, execution.operation_name, execution.graphql_document)
        checks: OperationChecks = execution.schema.operation_checks
        checked = await checks.checked(asked, execution.validation_rules)
        errors = checked.errors
        if checked.cost is not None:
            self.cost = checked.cost.of(execution.variables)
            if self.cost > MAX_COST:
                errors = [_too_costly(self.cost)]
        execution.pre_execution_errors = errors
        return checked.rate_classes

    def get_results(self) -> dict[str, Any]:
        return {} if self.cost is None else {"cost": self.cost}


def _too_costly(cost: int) -> GraphQLError:
    return GraphQLError(
        f"The operation costs {cost}, and at most {MAX_COST} is served: "
        "ask for smaller pages or fewer fields.",
        extensions={"code": "OPERATION_TOO_COSTLY", "cost": cost, "limit": MAX_COST},
    )
