"""Inputs by which people show who they are."""

from enum import Enum

import strawberry

from shared.graphql.validation import InputRules, checked
from subgraphs.account.api.inputs.rules import (
    Email,
    GivenCode,
    GivenEmail,
    GivenPassword,
    GivenToken,
    NewPassword,
)


@strawberry.enum(description="How a login hands over the session's token.")
class TokenDelivery(Enum):
    COOKIE = strawberry.enum_value(
        "COOKIE", description="As an HttpOnly cookie: for browsers, whose scripts never see it."
    )
    BEARER = strawberry.enum_value(
        "BEARER", description="In the answer, to be sent as `Authorization: Bearer`: for apps."
    )


class LoginRules(InputRules):
    email: GivenEmail
    password: GivenPassword


class CompleteLoginRules(InputRules):
    challenge: GivenToken
    code: GivenCode


class ChangePasswordRules(InputRules):
    current_password: GivenPassword
    new_password: NewPassword


class PasswordRules(InputRules):
    password: GivenPassword


class ResetPasswordRules(InputRules):
    token: GivenToken
    new_password: NewPassword


class DisableTotpRules(InputRules):
    password: GivenPassword
    code: GivenCode


class EmailRules(InputRules):
    email: Email


@strawberry.input(description="Who logs in.")
class LoginInput:
    email: str = strawberry.field(description="The account's address, in any spelling of case.")
    password: str = strawberry.field(description="The account's password.")
    token_delivery: TokenDelivery = strawberry.field(
        default=TokenDelivery.COOKIE, description="How the token is handed over."
    )

    def checked(self) -> LoginRules:
        return checked(LoginRules, {"email": self.email, "password": self.password})


@strawberry.input(description="The second step of a login.")
class CompleteLoginInput:
    challenge: str = strawberry.field(description="What the first step answered.")
    code: str = strawberry.field(description="The authenticator app's code, or a recovery code.")
    token_delivery: TokenDelivery = strawberry.field(
        default=TokenDelivery.COOKIE, description="How the token is handed over."
    )

    def checked(self) -> CompleteLoginRules:
        return checked(CompleteLoginRules, {"challenge": self.challenge, "code": self.code})


@strawberry.input(description="A new password, and proof that it is the owner who sets it.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The password until now.")
    new_password: str = strawberry.field(
        description="10 to 128 characters, and not one of the common ones."
    )

    def checked(self) -> ChangePasswordRules:
        return checked(ChangePasswordRules, vars(self))


@strawberry.input(description="Proof that it is the owner who leaves.")
class DeleteAccountInput:
    password: str = strawberry.field(description="The account's password.")

    def checked(self) -> PasswordRules:
        return checked(PasswordRules, vars(self))


@strawberry.input(description="A new password by a token from a mail.")
class ResetPasswordInput:
    token: str = strawberry.field(description="From the mail; it is good once.")
    new_password: str = strawberry.field(
        description="10 to 128 characters, and not one of the common ones."
    )

    def checked(self) -> ResetPasswordRules:
        return checked(ResetPasswordRules, vars(self))


@strawberry.input(description="Proof that it is the owner who turns two-factor login off.")
class DisableTotpInput:
    password: str = strawberry.field(description="The account's password.")
    code: str = strawberry.field(description="The authenticator app's code, or a recovery code.")

    def checked(self) -> DisableTotpRules:
        return checked(DisableTotpRules, vars(self))


def checked_email(email: str) -> str:
    """An address as it is meant; InvalidInput when it cannot be one."""
    return checked(EmailRules, {"email": email}).email


def checked_password(password: str) -> str:
    """A password to compare; InvalidInput when it cannot be one."""
    return checked(PasswordRules, {"password": password}).password
