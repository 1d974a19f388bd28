"""Assembles a federation subgraph's schema with the settings that all subgraphs share."""

from collections.abc import Iterable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema, GraphQLUnionType
from strawberry.extensions import SchemaExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension
from strawberry.federation.schema import FederationAny
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types import ExecutionContext, Info, get_object_definition

from shared.admission.priority import Priority
from shared.execution.executor import BreadthFirstExecutor
from shared.graphql.documents import KeepDocuments, new_document_cache
from shared.graphql.limits import LimitOperations, OperationChecks
from shared.graphql.priorities import Priorities
from shared.graphql.privacy import HIDE_SCHEMA
from shared.graphql.rate_classes import MutationClasses, RateClasses
from shared.graphql.rates import Callers, LimitRates
from shared.graphql.refusals import SHARED_REFUSALS, AnswerRefusal, ExplainErrors
from shared.graphql.representations import check_representation
from shared.graphql.scalars import SCALARS
from shared.graphql.stopping import LimitStoreCalls, StopQueries
from shared.graphql.text import RefuseBrokenText
from shared.rates.limiter import RateLimiter

# Far above what the router's plans and GraphiQL's introspection need.
_MAX_TOKENS = 5_000


class SubgraphSchema(strawberry.federation.Schema):
    """A schema that limits its operations, and leaves the logging of errors to ExplainErrors."""

    operation_checks: OperationChecks
    priorities: Priorities
    rate_classes: RateClasses

    def hide(self) -> None:
        """Answer no introspection from now on, and suggest no names: this is production."""
        self.extensions = [*self.extensions, *HIDE_SCHEMA]

    def entities_resolver(
        self, info: Info, representations: list[FederationAny]
    ) -> list[FederationAny]:
        """Resolve `_entities`; BAD_USER_INPUT when a representation is no key of an entity."""
        entities = self._resolvable_entities()
        for each in representations:
            check_representation(each, entities)
        # Strawberry takes the type's name out of what it gets, and a query may run twice.
        return super().entities_resolver(info, [copy(each) for each in representations])

    def _resolvable_entities(self) -> Mapping[str, type]:
        union = self._schema.type_map["_Entity"]
        assert isinstance(union, GraphQLUnionType)
        origins = {
            each.name: each.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].origin
            for each in union.types
        }
        return {name: each for name, each in origins.items() if hasattr(each, "resolve_reference")}

    def limit_rates(self, limiter: RateLimiter, callers: Callers) -> None:
        """Charge operations to their callers from now on.

        Raises TypeError when the limiter has no rates for a class of this schema.
        """
        unknown = self.rate_classes.names - set(limiter.rates)
        if unknown:
            raise TypeError(f"These rate classes have no rates: {', '.join(sorted(unknown))}.")
        self.extensions = [
            (lambda: LimitRates(limiter, callers)) if each is LimitOperations else each
            for each in self.extensions
        ]

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None: ...


class ClearLoaders(FieldExtension):
    """Clears the loaders before each mutation, so that its answer shows what it changed.

    The mutations of an operation run one after the other, each with the selection on its result.
    """

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: Info, **kwargs: Any
    ) -> Any:
        info.context.clear_loaders()
        return await next_(source, info, **kwargs)


def build_schema(
    *,
    query: type,
    mutation: type | None = None,
    mutation_classes: MutationClasses = MappingProxyType({}),
    subscription: type | None = None,
    types: Iterable[type] = (),
    refusals: Iterable[AnswerRefusal] = (),
    extensions: Iterable[type[SchemaExtension]] = (),
    priorities: Mapping[str, Priority] | None = None,
) -> SubgraphSchema:
    """Return the subgraph's schema.

    `mutation_classes` names each mutation in its rate class; `priorities` has root fields by
    name, as `shared.graphql.priorities` takes them. `types` are entities that no root field
    reaches; `refusals` and `extensions` are the subgraph's own. Raises TypeError for a list
    without a size, and for a mutation without a rate class.
    """
    if mutation is not None:
        for field in get_object_definition(mutation, strict=True).fields:
            field.extensions.append(ClearLoaders())
    documents = new_document_cache()
    schema = SubgraphSchema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=types,
        # 2.9 is the newest that both composers accept (Strawberry's default is 2.11).
        federation_version="2.9",
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=BreadthFirstExecutor,
        extensions=[
            # The outermost: it explains the errors of all others.
            ExplainErrors,
            lambda: KeepDocuments(documents, _MAX_TOKENS),
            LimitOperations,
            RefuseBrokenText,
            StopQueries,
            *extensions,
            # The innermost: the subgraph's own may give a query more time.
            LimitStoreCalls,
        ],
        exception_handlers=[*SHARED_REFUSALS, *refusals],
    )
    graphql_schema: GraphQLSchema = schema._schema  # pyright: ignore[reportPrivateUsage] - Strawberry has no public name for it
    schema.rate_classes = RateClasses(graphql_schema.mutation_type, mutation_classes)
    schema.operation_checks = OperationChecks(graphql_schema, documents, schema.rate_classes)
    schema.priorities = Priorities(priorities or {}, documents, max_tokens=_MAX_TOKENS)
    return schema
