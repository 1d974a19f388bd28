"""What account refuses, as clients see it; see errors.py."""

import strawberry

from shared.graphql.types import UserError


@strawberry.type(description="Another account has this e-mail address.")
class EmailTaken(UserError):
    pass


@strawberry.type(description="Another account has this phone number.")
class PhoneTaken(UserError):
    pass


@strawberry.type(description="The address or the password is wrong; which of them, is not told.")
class InvalidCredentials(UserError):
    pass


@strawberry.type(description="The token is unknown, was used, or is too old.")
class InvalidToken(UserError):
    pass


@strawberry.type(description="The second factor's code is wrong, or was used before.")
class InvalidCode(UserError):
    pass


@strawberry.type(description="Too many attempts; nothing was tried.")
class TooManyAttempts(UserError):
    retry_after_seconds: int = strawberry.field(description="When to try again, at the earliest.")


@strawberry.type(description="Two-factor login is on already.")
class TotpAlreadyEnabled(UserError):
    pass


@strawberry.type(description="Two-factor login is not on.")
class TotpNotEnabled(UserError):
    pass


@strawberry.type(description="Somebody must be left who can give roles.")
class LastAdministrator(UserError):
    pass
