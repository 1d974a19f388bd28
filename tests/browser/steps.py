"""What many tests do on their way, and what is known of it behind the pages."""

import json
from typing import Any

from playwright.async_api import Page

from dev.stack import Stack
from tests.browser.conftest import PASSWORD, Visit

_BOOKINGS = """query Mine {
  me { bookings(first: 20) { edges { node {
    id status tickets { seatId } payment { id status } showtime { id }
  } } } }
}"""
_SEATS = """query Seats($id: ID!) {
  showtime(id: $id) { seatMap { seats { id state heldByMe } } }
}"""


async def open_seats(visit: Visit, day: int) -> Page:
    """Go from the first page to the seats of a showtime on that day."""
    page = visit.page
    await visit.open("/")
    await page.locator(".day").nth(day).click()
    await page.wait_for_url("**/?*date=*")
    await page.locator(".movie-row h2 a").first.click()
    await page.locator(".movie-times a.time").first.click()
    await page.locator("[data-seat].free").first.wait_for()
    return page


async def open_checkout(visit: Visit, day: int, *seats: str) -> Page:
    """Hold these seats of a showtime on that day, and wait for the cards."""
    page = await open_seats(visit, day)
    for seat in seats:
        await page.locator(f"[data-seat={seat}]").click()
    await page.locator(".seats-choice .button.main").click()
    await page.wait_for_url("**/checkout/*")
    await page.locator(".cards").wait_for()
    return page


async def fill_in_login(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the first step of the login's form, and send it."""
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.locator("main").get_by_role("button", name="Log in").click()


async def bookings_of(visit: Visit) -> list[dict[str, Any]]:
    """Return the bookings of this window's person, the newest first."""
    answer = await visit.ask(_BOOKINGS, {})
    return [edge["node"] for edge in answer["me"]["bookings"]["edges"]]


async def held_seats(visit: Visit, showtime_id: str) -> list[str]:
    """Return which seats of a showtime are held for this window's person."""
    answer = await visit.ask(_SEATS, {"id": showtime_id})
    seats = answer["showtime"]["seatMap"]["seats"]
    return sorted(seat["id"] for seat in seats if seat["heldByMe"])


def charges(stack: Stack) -> dict[str, str]:
    """Return the newest status of every charge that the payment provider knows, by its id."""
    entries = (stack.folders.data / "provider.jsonl").read_text().splitlines()
    known = [json.loads(entry)["charge"] for entry in entries]
    return {charge["id"]: charge["status"] for charge in known}
