"""Somebody loads the page again, or clicks twice, at each step of a purchase."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from dev.stack import Stack
from tests.browser.conftest import NewVisit, Visit
from tests.browser.steps import bookings_of, charges, held_seats, open_checkout, open_seats

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]


async def _leave_during(page: Page, operation: str) -> None:
    """Load the page again when the server has done an operation, before its answer is here."""
    left: list[str] = []

    async def leave(route: Route) -> None:
        body = route.request.post_data or ""
        if operation in body and not left:
            left.append(operation)
            await route.fetch()
            await page.reload(wait_until="commit")
        else:
            await route.continue_()

    await page.route("**/graphql", leave)


async def test_each_step_is_kept_over_a_reload(new_visit: NewVisit, stack: Stack) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_seats(visit, 8)
    showtime = page.url.rpartition("/")[2]
    for seat in ("C2", "C3"):
        await page.locator(f"[data-seat={seat}]").click()
    await page.get_by_label("Ticket for seat C3").select_option("CHILD")
    await page.reload()
    await expect(page.locator("[data-seat=C2]")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_label("Ticket for seat C3")).to_have_value("CHILD")
    await page.get_by_role("button", name="Hold 2 seats").dblclick()

    await page.wait_for_url("**/checkout/*")
    checkout = page.url
    await page.reload()
    await expect(page.get_by_text("Your seats are held for")).to_be_visible()
    assert await held_seats(visit, showtime) == ["C2", "C3"]
    await page.get_by_role("button", name="I need more time").click()
    await expect(page.get_by_role("button", name="I need more time")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("Your seats are held for")).to_be_visible()
    await expect(page.get_by_role("button", name="I need more time")).to_have_count(0)
    await page.go_back()
    await expect(page.locator("[data-seat=C2]")).to_have_accessible_name(re.compile("held for you"))
    await page.go_forward()
    assert page.url == checkout

    before = charges(stack)
    await page.get_by_role("button", name=re.compile("^Pay ")).dblclick()
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(2)
    await page.reload()
    await expect(page.locator(".ticket")).to_have_count(2)
    await visit.open(checkout.removeprefix(visit.site))
    await page.get_by_role("button", name="To the booking").click()
    await expect(page.locator(".ticket")).to_have_count(2)
    [booking] = await bookings_of(visit)
    assert booking["status"] == "CONFIRMED"
    new = {id: status for id, status in charges(stack).items() if id not in before}
    assert new == {booking["payment"]["id"]: "captured"}


async def test_a_reload_while_holding_holds_once(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_seats(visit, 8)
    showtime = page.url.rpartition("/")[2]
    await page.locator("[data-seat=D2]").click()
    await _leave_during(page, "idempotencyKey")
    await page.get_by_role("button", name="Hold 1 seat").click()
    await page.wait_for_load_state()
    await page.get_by_role("button", name="Hold 1 seat").click()
    await page.wait_for_url("**/checkout/*")
    assert await held_seats(visit, showtime) == ["D2"]
    await page.get_by_role("button", name="Change seats").click()
    await page.wait_for_url("**/showtimes/*")
    assert await held_seats(visit, showtime) == []


async def test_a_reload_while_paying_pays_once(new_visit: NewVisit, stack: Stack) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 8, "E2")
    before = charges(stack)
    await _leave_during(page, "paymentToken")
    await page.get_by_role("button", name=re.compile("^Pay ")).click()
    await expect(page.get_by_text("Booking these seats has begun.")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("^Pay "))).to_have_count(0)
    await page.get_by_role("button", name="To the booking").click()
    await page.locator(".booking-card").click()
    await expect(page.locator(".ticket")).to_have_count(1)
    [booking] = await bookings_of(visit)
    new = {id: status for id, status in charges(stack).items() if id not in before}
    assert new == {booking["payment"]["id"]: "captured"}
