"""Payment's schema."""

from shared.graphql.schema import build_schema
from subgraphs.payment.mutations import Mutation
from subgraphs.payment.queries import Query
from subgraphs.payment.types import Account

schema = build_schema(query=Query, mutation=Mutation, types=[Account])
