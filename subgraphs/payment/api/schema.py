"""Payment's schema."""

from shared.graphql.schema import build_schema
from subgraphs.payment.api.mutations import Mutation
from subgraphs.payment.api.priorities import PRIORITIES
from subgraphs.payment.api.queries import Query
from subgraphs.payment.api.refused_lists import AddRefusals
from subgraphs.payment.api.types import Account

schema = build_schema(
    query=Query,
    mutation=Mutation,
    types=[Account],
    extensions=[AddRefusals],
    priorities=PRIORITIES,
)
