"""What account's mutations answer."""

from typing import Annotated, Self
from urllib.parse import parse_qs, urlsplit

import segno
import strawberry

from shared.graphql.types import InvalidInput, NotFound
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
    account: Account = strawberry.field(description="Who is logged in.")
    session: Session = strawberry.field(description="The session that was opened.")
    token: str | None = strawberry.field(
        description="The session's token, with BEARER alone; it is shown this once."
    )


@strawberry.type(description="The password is right, and a code is needed too.")
class TotpRequired:
    challenge: str = strawberry.field(
        description="Goes to `completeLogin` with the code, within 5 minutes."
    )


@strawberry.type(description="The session has ended.")
class LogoutSuccess:
    session_id: strawberry.ID = strawberry.field(description="Which session it was.")


@strawberry.type(description="Sessions have ended, everywhere.")
class RevokeSessionsSuccess:
    revoked_count: int = strawberry.field(description="How many they were.")


@strawberry.type(description="Said alike whether or not there was anything to do.")
class Accepted:
    message: str = strawberry.field(description="For people, in English.")


@strawberry.type(description="The account is gone.")
class AccountDeleted:
    account_id: strawberry.ID = strawberry.field(description="Which account it was.")


@strawberry.type(description="What an authenticator app needs.")
class TotpEnrolment:
    uri: str = strawberry.field(description="The app's address for it, `otpauth://totp/…`.")
    secret: str = strawberry.field(description="The secret in it, for typing by hand.")
    qr_svg: str = strawberry.field(description="The address as a QR code, an SVG document.")

    @classmethod
    def of(cls, uri: str) -> Self:
        secret = parse_qs(urlsplit(uri).query)["secret"][0]
        return cls(uri=uri, secret=secret, qr_svg=segno.make(uri).svg_inline(scale=4))


@strawberry.type(description="Two-factor login is on.")
class TotpEnabled:
    recovery_codes: list[str] = strawberry.field(
        description="Each opens the account once without the app; they are shown this once."
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
    strawberry.union("UpdateProfileResult", description="The account as it is now, or why not."),
]
ChangePasswordResult = Annotated[
    Account | InvalidCredentials | TooManyAttempts | InvalidInput,
    strawberry.union("ChangePasswordResult", description="The account, or why it is as before."),
]
DeleteAccountResult = Annotated[
    AccountDeleted
    | InvalidCredentials
    | TooManyAttempts
    | LastAdministrator
    | InvalidInput
    | NotFound,
    strawberry.union("DeleteAccountResult", description="That it is gone, or why it is not."),
]
RevokeSessionResult = Annotated[
    RevokeSessionsSuccess | NotFound,
    strawberry.union("RevokeSessionResult", description="How many ended, or why none."),
]
ResetPasswordResult = Annotated[
    Account | InvalidToken | InvalidInput,
    strawberry.union("ResetPasswordResult", description="The account, or why it is as before."),
]
VerifyEmailResult = Annotated[
    Account | InvalidToken,
    strawberry.union("VerifyEmailResult", description="The account, or why it is as before."),
]
AccountResult = Annotated[
    Account | NotFound | InvalidInput,
    strawberry.union("AccountResult", description="The account as it is now, or why not."),
]
BeginTotpEnrolmentResult = Annotated[
    TotpEnrolment | InvalidCredentials | TooManyAttempts | TotpAlreadyEnabled | InvalidInput,
    strawberry.union(
        "BeginTotpEnrolmentResult", description="What the app needs, or why there is none."
    ),
]
ConfirmTotpEnrolmentResult = Annotated[
    TotpEnabled | InvalidCode | TooManyAttempts | TotpNotEnabled,
    strawberry.union(
        "ConfirmTotpEnrolmentResult", description="The recovery codes, or why it is not on."
    ),
]
DisableTotpResult = Annotated[
    Account | InvalidCredentials | InvalidCode | TooManyAttempts | TotpNotEnabled | InvalidInput,
    strawberry.union("DisableTotpResult", description="The account, or why it is as before."),
]
