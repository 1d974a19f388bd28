"""Takes the README's pictures of the running storefront: `python -m dev.pictures`."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Literal
from uuid import uuid4

from playwright.sync_api import Browser, Page, sync_playwright

from dev.addresses import ROOT

_FOLDER = ROOT / "docs" / "pictures"
_PASSWORD = "correct-horse-battery"
_REGISTER = """mutation Register($email: String!, $password: String!) {
  register(
    input: { email: $email, password: $password, firstName: "Vera", lastName: "Visitor" }
  ) { __typename }
}"""
_LOG_IN = """mutation LogIn($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) { __typename }
}"""


def take_all(browser: Browser, site: str, folder: Path) -> None:
    """Buy two tickets at the storefront, and take a picture of each view on the way."""
    folder.mkdir(parents=True, exist_ok=True)
    page = _window(browser, "dark")
    person = {"email": f"{uuid4().hex}@visitors.test", "password": _PASSWORD}
    for query in (_REGISTER, _LOG_IN):
        page.request.post(f"{site}/graphql", data={"query": query, "variables": person})
    _open(page, f"{site}/", "a.time")
    page.locator(".day").nth(1).click()
    page.wait_for_url("**/?*date=*")
    _take(page, "a.time", folder / "programme.png")
    page.locator(".movie-row h2 a").first.click()
    _take(page, ".movie-times a.time", folder / "movie.png")
    page.locator(".movie-times a.time").first.click()
    page.locator("[data-seat].free").first.wait_for()
    seats = page.url
    for seat in page.locator("[data-seat].free.standard").all()[24:26]:
        seat.click()
    _take(page, ".live.on", folder / "seats.png")
    page.locator(".seats-choice .button.main").click()
    _take(page, ".cards", folder / "checkout.png")
    page.locator(".cards + div + .button.main").click()
    _take(page, ".ticket", folder / "tickets.png")
    _open(page, f"{site}/account", ".booking-card")
    _take(page, ".booking-card", folder / "account.png")
    light = _window(browser, "light")
    _open(light, f"{site}/coming-soon", ".movie-grid h2")
    _take(light, ".movie-grid h2", folder / "coming-soon-light.png")
    phone = _window(browser, "light", width=390, height=844)
    _open(phone, seats, ".live.on")
    _take(phone, ".live.on", folder / "seats-phone.png")


def _window(
    browser: Browser, theme: Literal["dark", "light"], *, width: int = 1280, height: int = 800
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    return context.new_page()


def _open(page: Page, address: str, ready: str) -> None:
    page.goto(address)
    page.locator(ready).first.wait_for()


def _take(page: Page, ready: str, file: Path) -> None:
    page.locator(ready).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.pictures", description=__doc__)
    parser.add_argument("--site", default="http://localhost:4000")
    parser.add_argument("--folder", type=Path, default=_FOLDER)
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: install it (on Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_all(browser, arguments.site, arguments.folder)
        browser.close()


if __name__ == "__main__":
    main()
