"""Account's schema."""

from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES
from subgraphs.account import errors
from subgraphs.account.api.mutations import Mutation
from subgraphs.account.api.queries import Query
from subgraphs.account.api.types import refusals
from subgraphs.account.domain.throttling import LOGINS

schema = build_schema(
    query=Query,
    mutation=Mutation,
    mutation_classes={
        LOGINS: [
            "register",
            "verifyEmail",
            "sendVerificationAgain",
            "requestPasswordReset",
            "resetPassword",
            "login",
            "completeLogin",
            "beginTotpEnrolment",
            "confirmTotpEnrolment",
            "disableTotp",
            "changePassword",
            "deleteMyAccount",
        ],
        WRITES: [
            "logout",
            "revokeSession",
            "revokeOtherSessions",
            "revokeAccountSessions",
            "updateProfile",
            "updateAccount",
            "setAccountRoles",
            "deleteAccount",
        ],
    },
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
