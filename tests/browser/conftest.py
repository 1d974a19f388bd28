"""A browser before the whole system with demo data."""

import json
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, Request, WebSocket, async_playwright, expect

from dev.seed import seed
from dev.stack import Stack
from dev.storefront import FOLDER, build

PATIENCE = 60_000
"""How long a page may take for one step, in milliseconds: the machine has other work."""
_AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "correct-horse-battery"
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    """One person's window, and what the browser complained about."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list[str])
    foreign: list[str] = field(default_factory=list[str])

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self.site}{path}")

    async def log_in(self, email: str) -> None:
        """Log in without a form: the window has the session's cookie then."""
        query = """mutation LogIn($email: String!, $password: String!) {
          login(input: { email: $email, password: $password, tokenDelivery: COOKIE }) { __typename }
        }"""
        answer = await self.ask(query, {"email": email, "password": PASSWORD})
        assert answer["login"]["__typename"] == "LoginSuccess"

    async def read_english(self) -> None:
        """Set the language of the account that is logged in: the demo accounts read Spanish."""
        query = """mutation English {
          updateProfile(input: { language: EN }) { __typename }
        }"""
        answer = await self.ask(query, {})
        assert answer["updateProfile"]["__typename"] == "Account"

    async def register(self) -> str:
        """Register somebody new who reads English, and log in; return the address."""
        email = f"{uuid4().hex}@visitors.test"
        query = (
            "mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }"
        )
        name = {"firstName": "Vera", "lastName": "Visitor"}
        answer = await self.ask(query, {"input": {**name, "email": email, "password": PASSWORD}})
        assert answer["register"]["__typename"] == "Account"
        await self.log_in(email)
        return email

    async def ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the API's answer to this window's person."""
        body = {"query": query, "variables": variables}
        answer = await self.page.request.post(f"{self.site}/graphql", data=body)
        return (await answer.json())["data"]

    async def violations(self) -> list[str]:
        """Return what axe-core finds on the page as it is."""
        await self.page.evaluate(_AXE.read_text())
        found: dict[str, Any] = await self.page.evaluate("axe.run()")
        return [
            f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}"
            for each in found["violations"]
        ]

    async def problems(self, path: str, ready: str) -> list[str]:
        """Open a page, and return what axe-core finds on it, and whether it is too wide."""
        await self.open(path)
        await self.page.locator(ready).first.wait_for()
        found = [f"{path} {each}" for each in await self.violations()]
        pixels, width = await self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        return [*found, f"{path} needs {pixels} pixels"] if pixels > width else found


NewVisit = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium. Without one the tests are skipped, or fail where they must run."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found:
        return found
    sentence = (
        "Chromium is missing, so the browser tests did not run: install it "
        "(on Debian: apt-get install chromium), or name it in CHROMIUM."
    )
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
async def browser(chromium: str) -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        # A container's root cannot have the sandbox; the pages are our own.
        launched = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def built() -> None:
    build()


@pytest.fixture(scope="session")
async def site(chromium: str, built: None, stack: Stack) -> str:
    """The storefront's address, with demo data behind it."""
    await seed(stack)
    return f"http://localhost:{stack.ports.router}"


@pytest.fixture
async def new_visit(browser: Browser, site: str) -> AsyncGenerator[NewVisit]:
    """Opens a window of somebody else; at the end nothing may have been complained about."""
    visits: list[Visit] = []
    async with AsyncExitStack() as windows:

        async def open_window(width: int = 1280, theme: str = "dark") -> Visit:
            context = await browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="light" if theme == "light" else "dark",
                locale="en-GB",
                reduced_motion="reduce",
            )
            windows.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE)
            visit = Visit(await context.new_page(), site)
            visits.append(visit)

            def note(request: Request) -> None:
                if not request.url.startswith((site, "data:", "blob:")):
                    visit.foreign.append(request.url)

            def note_socket(socket: WebSocket) -> None:
                if not socket.url.startswith(site.replace("http", "ws")):
                    visit.foreign.append(socket.url)

            visit.page.on("request", note)
            visit.page.on("websocket", note_socket)
            visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
            visit.page.on(
                "console",
                lambda said: visit.complaints.append(said.text) if said.type == "error" else None,
            )
            return visit

        yield open_window
        for visit in visits:
            assert visit.foreign == []
            assert visit.complaints == []
