"""Mail by SMTP."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal

import aiosmtplib
import idna

from shared.errors import Unavailable
from subgraphs.account.adapters.mail.texts import write
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The server that sends mail; `login` is a user and password, if it requires them."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    login: tuple[str, str] | None


class SmtpMailer:
    """Adapter of the port Mailer."""

    def __init__(self, server: SmtpServer, sender: str, site_url: str) -> None:
        """`site_url` is the frontend's address, for the links in mails."""
        self._server = server
        self._sender = sender
        self._site_url = site_url.rstrip("/")

    async def send(
        self, kind: MailKind, address: str, name: str, language: Language, token: str | None
    ) -> None:
        subject, text = write(kind, language, name, self._site_url, token)
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = _deliverable(address)
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        # Automatic responders do not answer such a mail (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        user, password = self._server.login or (None, None)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._server.host,
                port=self._server.port,
                use_tls=self._server.security == "tls",
                start_tls=self._server.security == "starttls",
                username=user,
                password=password,
                timeout=10,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable("mail server") from error


def _deliverable(address: str) -> str:
    """Return the address with its domain in ASCII, for servers without SMTPUTF8."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{idna.encode(domain, uts46=True).decode()}"
