"""What account refuses.

::

    Refusal
    ├── EmailTaken
    ├── PhoneTaken
    ├── InvalidCredentials    said alike for an unknown address and a wrong password
    ├── InvalidToken          a mailed token or a login's challenge: unknown, used, or too old
    ├── InvalidCode           a second factor's code: wrong, or used before
    ├── TooManyAttempts       nothing was tried
    ├── TotpAlreadyEnabled
    ├── TotpNotEnabled
    └── LastAdministrator     somebody must be left who can give roles

"""

from shared.errors import Refusal


class EmailTaken(Refusal):
    """Another account has this address."""

    code = "EMAIL_TAKEN"

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address.")


class PhoneTaken(Refusal):
    """Another account has this number."""

    code = "PHONE_TAKEN"

    def __init__(self) -> None:
        super().__init__("There is an account with this phone number.")


class InvalidCredentials(Refusal):
    """The address and the password do not belong together."""

    code = "INVALID_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class InvalidToken(Refusal):
    """The token opens nothing (any more); which of the reasons it is, is not told."""

    code = "INVALID_TOKEN"

    def __init__(self) -> None:
        super().__init__("This link or code is not valid any more: ask for a new one.")


class InvalidCode(Refusal):
    """The second factor's code is wrong, or was used before."""

    code = "INVALID_CODE"

    def __init__(self) -> None:
        super().__init__("This code is wrong or was used before: wait for the next one.")


class TooManyAttempts(Refusal):
    """Tried too often; nothing was looked at this time."""

    code = "TOO_MANY_ATTEMPTS"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many attempts: try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


class TotpAlreadyEnabled(Refusal):
    """The account has a second factor."""

    code = "TOTP_ALREADY_ENABLED"

    def __init__(self) -> None:
        super().__init__("Two-factor login is on already: disable it first.")


class TotpNotEnabled(Refusal):
    """The account has no second factor, or none that waits for its confirmation."""

    code = "TOTP_NOT_ENABLED"

    def __init__(self) -> None:
        super().__init__("Two-factor login is not on.")


class LastAdministrator(Refusal):
    """Without this account nobody could give roles."""

    code = "LAST_ADMINISTRATOR"

    def __init__(self) -> None:
        super().__init__("This is the last administrator: make another one first.")
