"""Account's schema."""

from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import build_schema
from subgraphs.account import errors
from subgraphs.account.api.mutations import Mutation
from subgraphs.account.api.queries import Query
from subgraphs.account.api.types import refusals

schema = build_schema(
    query=Query,
    mutation=Mutation,
    refusals=[
        AnswerRefusal(errors.EmailTaken, refusals.EmailTaken),
        AnswerRefusal(errors.PhoneTaken, refusals.PhoneTaken),
        AnswerRefusal(errors.InvalidCredentials, refusals.InvalidCredentials),
        AnswerRefusal(errors.InvalidToken, refusals.InvalidToken),
        AnswerRefusal(errors.InvalidCode, refusals.InvalidCode),
        AnswerRefusal(errors.TooManyAttempts, refusals.TooManyAttempts),
        AnswerRefusal(errors.TotpAlreadyEnabled, refusals.TotpAlreadyEnabled),
        AnswerRefusal(errors.TotpNotEnabled, refusals.TotpNotEnabled),
        AnswerRefusal(errors.LastAdministrator, refusals.LastAdministrator),
    ],
)
