"""The checkout by keyboard alone: the focus is never lost."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewVisit, Visit
from tests.browser.steps import open_checkout

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]


async def test_checkout_keeps_the_focus(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 12, "F2")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Tab")
    extend = page.get_by_role("button", name="I need more time")
    await expect(extend).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(extend).to_have_count(0)
    await expect(page.locator("p", has_text="Your seats are held for")).to_be_focused()

    # On: changing seats, the cards, paying.
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Change seats")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Visa")).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("A card that is declined")).to_be_checked()
    await page.keyboard.press("Tab")
    pay = page.get_by_role("button", name=re.compile("^Pay "))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The card was declined.")).to_be_visible()
    await expect(pay).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(1)
