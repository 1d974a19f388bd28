"""Serves the mailbox: SMTP to receive mail, a web page and JSON to read it.

It reads MAILBOX_HOST, MAILBOX_SMTP_PORT and MAILBOX_HTTP_PORT.
"""

import uvicorn
from aiosmtpd.controller import Controller
from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.mailbox.mails import Mailbox
from dev.mailbox.web import create_app
from shared.runtime.settings import load


class MailboxSettings(BaseSettings):
    """The addresses on which the mailbox listens."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="MAILBOX_")

    host: str = "127.0.0.1"
    smtp_port: int = 4015
    http_port: int = 4016


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = load(MailboxSettings)
    mailbox = Mailbox()
    smtp = Controller(mailbox, hostname=settings.host, port=settings.smtp_port)
    smtp.start()
    try:
        uvicorn.run(
            create_app(mailbox),
            host=settings.host,
            port=settings.http_port,
            log_level="warning",
        )
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
