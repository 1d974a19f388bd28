"""Catalog's schema."""

from shared.graphql.schema import build_schema
from subgraphs.catalog.answer_cache import CacheAnswers
from subgraphs.catalog.queries import Query

schema = build_schema(query=Query, extensions=[CacheAnswers])
