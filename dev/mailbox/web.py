"""The mailbox's web page, and its mails as JSON for tests."""

from dataclasses import asdict
from html import escape
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse

from dev.mailbox.mails import Mailbox, ReceivedMail
from shared.runtime.http_methods import AnswerHead

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
  :root {{ color-scheme: light dark }}
  body {{ font: 16px/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
  table {{ border-collapse: collapse; width: 100% }}
  td, th {{ text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884 }}
  pre {{ white-space: pre-wrap; overflow-wrap: anywhere }}
</style>
<h1>{title}</h1>
{body}
"""


def create_app(mailbox: Mailbox) -> FastAPI:
    """Serve the list at `/`, one mail at `/mails/<number>`, the list as JSON at `/mails?to=`."""
    app = FastAPI(title="mailbox", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(AnswerHead)

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        return {"status": "ready"}

    @app.get("/", response_class=HTMLResponse)
    async def page() -> str:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        rows = "".join(map(_row, mailbox.newest_first()))
        head = "<tr><th>Time (UTC)<th>To<th>Subject"
        return _PAGE.format(
            title="Mailbox",
            body=f"<table>{head}{rows}</table>" if rows else "<p>No mail yet.",
        )

    @app.get("/mails")
    async def mails(to: str | None = None) -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        return [asdict(mail) for mail in mailbox.newest_first(to)]

    @app.get("/mails/{number}", response_class=HTMLResponse)
    async def mail(number: int) -> str:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        found = mailbox.by_number(number)
        if found is None:
            raise HTTPException(404)
        body = (
            f"<p>To {escape(', '.join(found.recipients))}, from {escape(found.sender)}"
            f'<pre>{escape(found.text)}</pre><p><a href="/">All mails</a>'
        )
        return _PAGE.format(title=escape(found.subject), body=body)

    return app


def _row(mail: ReceivedMail) -> str:
    return (
        f"<tr><td>{mail.received_at:%H:%M:%S}<td>{escape(', '.join(mail.recipients))}"
        f'<td><a href="/mails/{mail.number}">{escape(mail.subject)}</a>'
    )
