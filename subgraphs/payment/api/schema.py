"""Payment's schema."""

from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES
from subgraphs.payment.api.mutations import Mutation
from subgraphs.payment.api.priorities import PRIORITIES
from subgraphs.payment.api.queries import Query
from subgraphs.payment.api.refused_lists import AddRefusals
from subgraphs.payment.api.types import Account

schema = build_schema(
    query=Query,
    mutation=Mutation,
    mutation_classes={
        WRITES: ["authorizePayment", "capturePayment", "voidPayment", "refundPayment"],
    },
    types=[Account],
    extensions=[AddRefusals],
    priorities=PRIORITIES,
)
