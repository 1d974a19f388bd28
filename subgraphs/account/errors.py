"""What account refuses.

::

    Refusal
    ├── EmailTaken
    ├── PhoneTaken
    └── InvalidCredentials    said alike for an unknown address and a wrong password
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


class AccountChanged(Exception):
    """The account's security changed between reading it and writing a session for it."""
