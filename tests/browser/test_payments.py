"""Cards whose answer is lost, whose outcome stays unknown, and that are declined."""

import re

import pytest
from playwright.async_api import Page, expect

from dev.stack import Stack
from tests.browser.conftest import NewVisit, Visit
from tests.browser.steps import bookings_of, charges, open_checkout

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]


async def _pay_with(page: Page, card: str) -> None:
    await page.get_by_label(card).check()
    await page.get_by_role("button", name=re.compile("^Pay ")).click()


async def test_a_lost_answer_of_the_card_becomes_tickets_by_itself(
    new_visit: NewVisit, stack: Stack
) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 9, "C2")
    before = charges(stack)
    await _pay_with(page, "A card whose answer is lost")
    await page.wait_for_url("**/account/bookings/*")
    # Nobody loads the page again: what is known later appears on it.
    await page.evaluate("window.isTheSame = true")
    said = page.get_by_role("status")
    await expect(said).to_contain_text("Confirmed.")
    await expect(page.locator(".ticket")).to_have_count(1)
    assert await page.evaluate("window.isTheSame") is True
    [booking] = await bookings_of(visit)
    assert [ticket["seatId"] for ticket in booking["tickets"]] == ["C2"]
    new = {id: status for id, status in charges(stack).items() if id not in before}
    assert new == {booking["payment"]["id"]: "captured"}


async def test_an_unknown_outcome_is_told_as_one(new_visit: NewVisit, stack: Stack) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 9, "C3")
    checkout = page.url.removeprefix(visit.site)
    before = charges(stack)
    await _pay_with(page, "A card whose outcome stays unknown")
    await page.wait_for_url("**/account/bookings/*")
    said = page.get_by_role("status")
    await expect(said).to_contain_text(re.compile(r"Being paid\. We do not know the outcome yet"))
    await expect(page.locator(".ticket")).to_have_count(0)
    assert await visit.violations() == []
    await visit.open("/account")
    await expect(page.locator(".booking-card")).to_contain_text("Being paid")
    # The seats cannot be paid for a second time meanwhile.
    await visit.open(checkout)
    await expect(page.get_by_text("Booking these seats has begun.")).to_be_visible()
    [booking] = await bookings_of(visit)
    assert booking["tickets"] == []
    assert charges(stack).keys() - before.keys() == {booking["payment"]["id"]}


async def test_a_declined_card_leaves_the_seats_for_another(
    new_visit: NewVisit, stack: Stack
) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 9, "C4")
    before = charges(stack)
    for card in ("A card that is declined", "A card without enough money"):
        await _pay_with(page, card)
        await expect(page.get_by_text("The card was declined. Nothing was charged")).to_be_visible()
        await expect(page.get_by_text("Your seats are held for")).to_be_visible()
    await page.reload()
    await _pay_with(page, "A card that is declined")
    await expect(page.get_by_text("The card was declined. Nothing was charged")).to_be_visible()
    await _pay_with(page, "Mastercard")
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(1)
    new = {id: status for id, status in charges(stack).items() if id not in before}
    assert sorted(new.values()) == ["captured", "declined", "declined", "declined"]
    # What failed is told as failed.
    await visit.open("/account")
    await expect(page.locator(".booking-card", has_text="Payment failed")).to_have_count(3)
    await page.locator(".booking-card", has_text="Payment failed").first.click()
    await expect(page.get_by_role("status")).to_contain_text("nothing is charged")
