"""Stores received mails in memory."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from itertools import count

from aiosmtpd.smtp import SMTP, Envelope, Session

_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as a reader sees it; `number` counts from 1."""

    number: int
    received_at: datetime
    sender: str
    recipients: list[str]
    subject: str
    text: str


class Mailbox:
    """The newest mails; also the handler with which aiosmtpd delivers them."""

    def __init__(self) -> None:
        self._mails: deque[ReceivedMail] = deque(maxlen=_KEPT)
        self._numbers = count(1)

    def newest_first(self, recipient: str | None = None) -> list[ReceivedMail]:
        """Return all mails, or those to one address."""
        return [
            mail
            for mail in reversed(self._mails)
            if recipient is None or recipient in mail.recipients
        ]

    def by_number(self, number: int) -> ReceivedMail | None:
        """Return the mail with that number; None when it was never received or is forgotten."""
        return next((mail for mail in self._mails if mail.number == number), None)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = message.get_body(("plain",))
        self._mails.append(
            ReceivedMail(
                number=next(self._numbers),
                received_at=datetime.now(UTC),
                sender=envelope.mail_from or "",
                recipients=list(envelope.rcpt_tos),
                subject=message["Subject"] or "",
                text=body.get_content() if body else "",
            )
        )
        return "250 OK"
