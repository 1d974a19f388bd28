"""GraphiQL: a query, a login whose cookie the other tabs use, and a live seat map."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewVisit, Visit

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]

_SHOWTIME = """query Showtime($date: Date!) {
  showtimes(first: 1, filter: { date: $date }) { edges { node { id } } }
}"""
_HOLD = """mutation Hold($input: HoldSeatsInput!) {
  holdSeats(input: $input) { __typename }
}"""


async def test_a_developer_asks_logs_in_and_watches(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    other: Visit = await new_visit()
    page = visit.page
    await visit.open("/graphql")

    await page.get_by_role("button", name="New tab").click()
    await _type(page, "Operation Editor", "{ me { firstName } cities { name } }")
    await _run(page)
    await _expect_answer(page, '"me": null', '"name": "Morelia"')

    # The page's script never sees the session: it is in a cookie that only the router reads.
    await _open_tab(page, "LogIn")
    await _run(page)
    await _expect_answer(page, '"firstName": "Alice"', '"CUSTOMER"')
    [cookie] = await page.context.cookies()
    assert cookie.get("httpOnly")

    await _open_tab(page, "MyBookings")
    await _run(page)
    await _expect_answer(page, '"firstName": "Alice"', '"bookings"')

    answer = await visit.ask(_SHOWTIME, {"date": f"{datetime.now(UTC) + timedelta(days=9):%F}"})
    showtime = answer["showtimes"]["edges"][0]["node"]["id"]
    await _open_tab(page, "WatchSeats")
    await page.get_by_role("button", name="Variables").click()
    await _type(page, "Variables", json.dumps({"showtimeId": showtime}))
    await _run(page)
    await _expect_answer(page, '"id": "A1"', '"state": "FREE"')
    await other.register()
    seats = [{"seatId": "A1", "category": "ADULT"}]
    held = await other.ask(
        _HOLD, {"input": {"showtimeId": showtime, "seats": seats, "idempotencyKey": "watched"}}
    )
    assert held["holdSeats"]["__typename"] == "SeatHold"
    await _expect_answer(page, '"id": "A1"', '"state": "HELD"')
    await page.get_by_role("button", name=re.compile("^Stop query")).click()


async def _open_tab(page: Page, name: str) -> None:
    tab = page.get_by_role("tab", name=name)
    # By keyboard: the tabs move when one opens, and a click may miss.
    await tab.get_by_role("button", name=name).press("Enter")
    await expect(tab).to_have_attribute("aria-selected", "true")


async def _type(page: Page, region: str, text: str) -> None:
    """Replace what is in an editor by what somebody types."""
    editor = page.get_by_role("region", name=region)
    await editor.locator(".view-lines").first.click()
    await page.keyboard.press("ControlOrMeta+A")
    await page.keyboard.type(text)


async def _run(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^Execute query")).click()


async def _expect_answer(page: Page, *parts: str) -> None:
    """Wait until the answer has these parts, in this order."""
    shown = page.get_by_role("region", name="Result Window").locator(".view-lines")
    # The editor draws spaces that do not break.
    patterns = [re.escape(part).replace(r"\ ", r"\s") for part in parts]
    await expect(shown).to_contain_text(re.compile(".*".join(patterns), re.DOTALL))
