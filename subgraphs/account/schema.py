"""Account's schema."""

from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import build_schema
from subgraphs.account import errors, types
from subgraphs.account.mutations import Mutation
from subgraphs.account.queries import Query

schema = build_schema(
    query=Query,
    mutation=Mutation,
    refusals=[
        AnswerRefusal(errors.EmailTaken, types.EmailTaken),
        AnswerRefusal(errors.PhoneTaken, types.PhoneTaken),
        AnswerRefusal(errors.InvalidCredentials, types.InvalidCredentials),
    ],
)
