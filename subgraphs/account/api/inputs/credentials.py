"""Inputs with passwords, codes and tokens."""

from enum import Enum

import strawberry

from shared.validation.inputs import ValidatedInput
from subgraphs.account.api.inputs.addresses import Email, GivenEmail
from subgraphs.account.api.inputs.rules import (
    AppCode,
    GivenCode,
    GivenPassword,
    GivenToken,
    NewPassword,
)


@strawberry.enum(description="How a login hands over the session's token.")
class TokenDelivery(Enum):
    COOKIE = strawberry.enum_value(
        "COOKIE", description="As an HttpOnly cookie, for browsers: scripts cannot read it."
    )
    BEARER = strawberry.enum_value(
        "BEARER", description="In the answer, for apps: they send it as `Authorization: Bearer`."
    )


class ValidatedLogin(ValidatedInput):
    """An address and a password to compare."""

    email: GivenEmail
    password: GivenPassword


class ValidatedSecondStep(ValidatedInput):
    """The challenge of a login's first step and the code."""

    challenge: GivenToken
    code: GivenCode


class ValidatedPasswordChange(ValidatedInput):
    """The current password and the new one."""

    current_password: GivenPassword
    new_password: NewPassword


class ValidatedPassword(ValidatedInput):
    """A password to compare."""

    password: GivenPassword


class ValidatedPasswordReset(ValidatedInput):
    """A mailed token and the new password."""

    token: GivenToken
    new_password: NewPassword


class ValidatedTotpConfirmation(ValidatedInput):
    """A code of the app that is being enrolled."""

    code: AppCode


class ValidatedTotpRemoval(ValidatedInput):
    """The password and a code to compare."""

    password: GivenPassword
    code: GivenCode


class ValidatedEmail(ValidatedInput):
    """An address in its normal form."""

    email: Email


@strawberry.input(description="Who logs in.")
class LoginInput:
    email: str = strawberry.field(description="The account's address, in any spelling.")
    password: str = strawberry.field(description="The account's password.")
    token_delivery: TokenDelivery = strawberry.field(
        default=TokenDelivery.COOKIE, description="How the token is handed over."
    )


@strawberry.input(description="The second step of a login.")
class CompleteLoginInput:
    challenge: str = strawberry.field(description="The challenge that the first step answered.")
    code: str = strawberry.field(
        description="The authenticator app's code, or a recovery code; spaces and hyphens are "
        "left out."
    )
    token_delivery: TokenDelivery = strawberry.field(
        default=TokenDelivery.COOKIE, description="How the token is handed over."
    )


@strawberry.input(description="A new password, with the current one as proof.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The current password.")
    new_password: str = strawberry.field(
        description="10 to 128 characters (NFKC); not a common one, nor one made of the account's "
        "name, address or number."
    )


@strawberry.input(description="The owner's proof before the account is deleted.")
class DeleteAccountInput:
    password: str = strawberry.field(description="The account's password.")


@strawberry.input(description="A new password by a token from a mail.")
class ResetPasswordInput:
    token: str = strawberry.field(description="From the mail; it works once.")
    new_password: str = strawberry.field(
        description="10 to 128 characters (NFKC); not a common one, nor one made of the account's "
        "name, address or number."
    )


@strawberry.input(description="The owner's proof before two-factor login is turned off.")
class DisableTotpInput:
    password: str = strawberry.field(description="The account's password.")
    code: str = strawberry.field(
        description="The authenticator app's code, or a recovery code; spaces and hyphens are "
        "left out."
    )
