"""The catalog is down: each view says so with a way to try again, and comes back."""

import pytest
from playwright.async_api import expect

from dev.stack import Stack
from tests.browser.conftest import NewVisit, Visit
from tests.browser.steps import bookings_of, held_seats, open_checkout

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]

DOWN = "This part is not available right now. Please try again in a moment."


async def test_each_view_says_that_the_catalog_is_down_and_comes_back(
    new_visit: NewVisit, stack: Stack
) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    await visit.log_in("bob@cinema.test")
    await visit.read_english()
    booking = (await bookings_of(visit))[0]
    await open_checkout(visit, 11, "C2")
    checkout = page.url.removeprefix(visit.site)
    await visit.open("/")
    movie = await page.locator(".movie-row h2 a").first.get_attribute("href")
    views = {
        "/": ".movie-row",
        f"{movie}": ".movie-text h1",
        "/coming-soon": ".movie-grid h2",
        f"/showtimes/{booking['showtime']['id']}": ".seats-page h1",
        checkout: ".cards",
        "/account": ".booking-card",
        f"/account/bookings/{booking['id']}": ".panel",
    }
    await stack.processes["catalog"].kill()
    try:
        for path in views:
            await visit.open(path)
            await expect(page.get_by_role("alert").first).to_contain_text(DOWN)
            await expect(page.get_by_role("button", name="Try again").first).to_be_visible()
            await expect(page.get_by_role("link", name="Bob")).to_be_visible()
            for false in ("These seats are not held for you.", "This page does not exist"):
                await expect(page.get_by_text(false)).to_have_count(0)
            assert [f"{path} {each}" for each in await visit.violations()] == []
        # What the catalog has no part in works as always.
        await visit.open("/account/profile")
        await expect(page.get_by_label("First name")).to_have_value("Bob")
        await visit.open("/")
        await expect(page.get_by_role("alert")).to_contain_text(DOWN)
    finally:
        await stack.start_process("catalog")
    # Nobody loads a page again: its own button brings its content back.
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator(".movie-row").first).to_be_visible()
    for path, content in views.items():
        await visit.open(path)
        await expect(page.locator(content).first).to_be_visible()
    await visit.open(checkout)
    await page.get_by_role("button", name="Change seats").click()
    await page.wait_for_url("**/showtimes/*")
    assert await held_seats(visit, page.url.rpartition("/")[2]) == []
    # The browser complains about each poster that it cannot load.
    visit.complaints.clear()
