"""The results of account's mutations."""

from typing import Annotated, Self
from urllib.parse import parse_qs, urlsplit

import segno
import strawberry

from shared.graphql.types import InvalidInput, NotFound
from shared.graphql.weights import assumed
from subgraphs.account.api.types.account import Account, Session
from subgraphs.account.api.types.refusals import (
    EmailTaken,
    InvalidCode,
    InvalidCredentials,
    InvalidToken,
    LastAdministrator,
    PhoneTaken,
    TooManyAttempts,
    TotpAlreadyEnabled,
    TotpNotEnabled,
)


@strawberry.type(description="A new session.")
class LoginSuccess:
    account: Account = strawberry.field(description="The account that is logged in.")
    session: Session = strawberry.field(description="The session that was opened.")
    token: str | None = strawberry.field(
        description="The session's token, only with BEARER; it is shown only here."
    )


@strawberry.type(description="The password is right, and the login also needs a code.")
class TotpRequired:
    challenge: str = strawberry.field(
        description="Send it to `completeLogin` with the code within 5 minutes."
    )


@strawberry.type(description="The session has ended.")
class LogoutSuccess:
    session_id: strawberry.ID = strawberry.field(description="The session that ended.")


@strawberry.type(description="Sessions have ended, for every subgraph.")
class RevokeSessionsSuccess:
    revoked_count: int = strawberry.field(description="How many sessions ended.")


@strawberry.type(description="The same answer whether or not there was anything to do.")
class Accepted:
    message: str = strawberry.field(description="For people, in English.")


@strawberry.type(description="The account is deleted.")
class AccountDeleted:
    account_id: strawberry.ID = strawberry.field(description="The account that was deleted.")


@strawberry.type(description="What an authenticator app needs.")
class TotpEnrolment:
    uri: str = strawberry.field(description="The address that the app reads, `otpauth://totp/…`.")
    secret: str = strawberry.field(description="The secret of that address, to type by hand.")
    qr_svg: str = strawberry.field(description="The address as a QR code, an SVG document.")

    @classmethod
    def of(cls, uri: str) -> Self:
        secret = parse_qs(urlsplit(uri).query)["secret"][0]
        return cls(uri=uri, secret=secret, qr_svg=segno.make(uri).svg_inline(scale=4))


@strawberry.type(description="Two-factor login is on.")
class TotpEnabled:
    recovery_codes: list[str] = strawberry.field(
        directives=[assumed(10)],
        description="Each replaces a code of the app once; they are shown only here.",
    )


RegisterResult = Annotated[
    Account | EmailTaken | PhoneTaken | TooManyAttempts | InvalidInput,
    strawberry.union("RegisterResult", description="The new account, or why there is none."),
]
LoginResult = Annotated[
    LoginSuccess | TotpRequired | InvalidCredentials | TooManyAttempts | InvalidInput,
    strawberry.union("LoginResult", description="The new session, or why there is none."),
]
CompleteLoginResult = Annotated[
    LoginSuccess | InvalidToken | InvalidCode | InvalidCredentials | TooManyAttempts | InvalidInput,
    strawberry.union("CompleteLoginResult", description="The new session, or why there is none."),
]
UpdateProfileResult = Annotated[
    Account | PhoneTaken | InvalidInput | NotFound,
    strawberry.union(
        "UpdateProfileResult", description="The changed account, or why it is unchanged."
    ),
]
ChangePasswordResult = Annotated[
    Account | InvalidCredentials | TooManyAttempts | InvalidInput,
    strawberry.union(
        "ChangePasswordResult", description="The changed account, or why it is unchanged."
    ),
]
DeleteAccountResult = Annotated[
    AccountDeleted
    | InvalidCredentials
    | TooManyAttempts
    | LastAdministrator
    | InvalidInput
    | NotFound,
    strawberry.union(
        "DeleteAccountResult", description="The deletion, or why the account is not deleted."
    ),
]
RevokeSessionResult = Annotated[
    RevokeSessionsSuccess | NotFound,
    strawberry.union(
        "RevokeSessionResult", description="How many sessions ended, or why none did."
    ),
]
ResetPasswordResult = Annotated[
    Account | InvalidToken | InvalidInput,
    strawberry.union(
        "ResetPasswordResult", description="The changed account, or why it is unchanged."
    ),
]
VerifyEmailResult = Annotated[
    Account | InvalidToken,
    strawberry.union(
        "VerifyEmailResult", description="The changed account, or why it is unchanged."
    ),
]
AccountResult = Annotated[
    Account | NotFound | InvalidInput,
    strawberry.union("AccountResult", description="The changed account, or why it is unchanged."),
]
BeginTotpEnrolmentResult = Annotated[
    TotpEnrolment | InvalidCredentials | TooManyAttempts | TotpAlreadyEnabled | InvalidInput,
    strawberry.union(
        "BeginTotpEnrolmentResult", description="The app's secret, or why there is none."
    ),
]
ConfirmTotpEnrolmentResult = Annotated[
    TotpEnabled | InvalidCode | TooManyAttempts | TotpNotEnabled | InvalidInput,
    strawberry.union(
        "ConfirmTotpEnrolmentResult",
        description="The recovery codes, or why two-factor login is not on.",
    ),
]
DisableTotpResult = Annotated[
    Account | InvalidCredentials | InvalidCode | TooManyAttempts | TotpNotEnabled | InvalidInput,
    strawberry.union(
        "DisableTotpResult", description="The changed account, or why it is unchanged."
    ),
]
