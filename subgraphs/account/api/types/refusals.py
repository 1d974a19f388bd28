"""The GraphQL types of account's refusals; see errors.py."""

import strawberry

from shared.graphql.types import UserError


@strawberry.type(description="Another account has this e-mail address.")
class EmailTaken(UserError):
    pass


@strawberry.type(description="Another account has this phone number.")
class PhoneTaken(UserError):
    pass


@strawberry.type(description="The address or the password is wrong; the answer does not say which.")
class InvalidCredentials(UserError):
    pass


@strawberry.type(description="The token is unknown, used or expired.")
class InvalidToken(UserError):
    pass


@strawberry.type(description="The second factor's code is wrong or was used before.")
class InvalidCode(UserError):
    pass


@strawberry.type(description="There were too many attempts; this one was not made.")
class TooManyAttempts(UserError):
    retry_after_seconds: int = strawberry.field(
        description="How many seconds to wait before the next attempt."
    )


@strawberry.type(description="Two-factor login is on already.")
class TotpAlreadyEnabled(UserError):
    pass


@strawberry.type(description="Two-factor login is not on.")
class TotpNotEnabled(UserError):
    pass


@strawberry.type(description="No administrator would be left to give roles.")
class LastAdministrator(UserError):
    pass
