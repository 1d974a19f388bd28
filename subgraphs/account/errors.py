"""What account refuses.

::

    Refusal
    ├── EmailTaken
    ├── PhoneTaken
    ├── InvalidCredentials    the same for an unknown address and for a wrong password
    ├── InvalidToken          a mailed token or a login's challenge: unknown, used or expired
    ├── InvalidCode           a second factor's code: wrong or used before
    ├── TooManyAttempts       the attempt was not made
    ├── TotpAlreadyEnabled
    ├── TotpNotEnabled
    └── LastAdministrator     one account must stay that can give roles
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
    """The address is unknown or the password is wrong."""

    code = "INVALID_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class InvalidToken(Refusal):
    """The token is unknown, used or expired; the answer does not say which."""

    code = "INVALID_TOKEN"

    def __init__(self) -> None:
        super().__init__("This link or code is no longer valid: ask for a new one.")


class InvalidCode(Refusal):
    """The second factor's code is wrong or was used before."""

    code = "INVALID_CODE"

    def __init__(self) -> None:
        super().__init__("This code is wrong or was used before: wait for the next one.")


class TooManyAttempts(Refusal):
    """There were too many attempts; this one was not made."""

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
    """The account has no second factor, or none to confirm."""

    code = "TOTP_NOT_ENABLED"

    def __init__(self) -> None:
        super().__init__("Two-factor login is not on.")


class LastAdministrator(Refusal):
    """No administrator would be left to give roles."""

    code = "LAST_ADMINISTRATOR"

    def __init__(self) -> None:
        super().__init__("This is the last administrator: make another one first.")
