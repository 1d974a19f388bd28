"""Mails that wait to be sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    """The mails that account sends."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that waits to be sent to the account with the key `address`.

    It has no text. The text is written when the mail is sent, so no token is stored in clear, and a
    request for an unknown address costs the same as one for a known address.
    """

    id: str
    kind: MailKind
    address: str
    due_at: datetime
    attempts: int
