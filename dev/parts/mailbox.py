"""Starts the mailbox that receives the stack's mail."""

import sys

from dev.addresses import HOST, Ports
from dev.parts.checks import answers_http
from dev.processes import Command


def command(ports: Ports) -> Command:
    """Return the mailbox's command; its mails are lost when it stops."""
    return Command(
        name="mailbox",
        argv=(sys.executable, "-m", "dev.mailbox"),
        check=answers_http(f"{ports.url('mailbox_http')}/health/ready"),
        env={
            "MAILBOX_HOST": HOST,
            "MAILBOX_SMTP_PORT": str(ports.mailbox_smtp),
            "MAILBOX_HTTP_PORT": str(ports.mailbox_http),
        },
    )
