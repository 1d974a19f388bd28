"""Somebody is logged out by another of their devices, in the middle of what they do here."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewVisit, Visit
from tests.browser.steps import (
    bookings_of,
    fill_in_login,
    held_seats,
    open_checkout,
    open_seats,
)

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]

ENDED = "You are not logged in any more. Log in to go on."


async def _end_others(visit: Visit) -> None:
    await visit.open("/account/sessions")
    await visit.page.get_by_role("button", name="Log out all other devices").click()
    await expect(visit.page.get_by_text("1 device is logged out.")).to_be_visible()


async def _log_in_again(visit: Visit, email: str) -> None:
    """Follow the message to the login and back."""
    page = visit.page
    await expect(page.get_by_role("alert")).to_have_text(re.compile(re.escape(ENDED)))
    await page.locator("main").get_by_role("link", name="Log in").click()
    await fill_in_login(page, email)


@pytest.mark.parametrize("step", ["extend", "pay", "change", "reload"])
async def test_a_checkout_goes_on_after_a_login(new_visit: NewVisit, step: str) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    email = await here.register()
    await there.log_in(email)
    seat = {"extend": "C2", "pay": "C3", "change": "C4", "reload": "C5"}[step]
    page = await open_checkout(here, 10, seat)
    checkout = page.url
    await _end_others(there)
    if step == "reload":
        await page.reload()
        await page.locator("main").get_by_role("link", name="Log in").click()
        await fill_in_login(page, email)
    else:
        names = {"extend": "I need more time", "pay": re.compile("^Pay "), "change": "Change seats"}
        await page.get_by_role("button", name=names[step]).click()
        await _log_in_again(here, email)
    await page.wait_for_url(checkout)
    await expect(page.get_by_text("Your seats are held for")).to_be_visible()
    await page.get_by_role("button", name=re.compile("^Pay ")).click()
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(1)
    assert len(await bookings_of(here)) == 1


async def test_chosen_seats_wait_for_a_login(new_visit: NewVisit) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    email = await here.register()
    await there.log_in(email)
    page = await open_seats(here, 10)
    showtime = page.url.rpartition("/")[2]
    await page.locator("[data-seat=D2]").click()
    await _end_others(there)
    await page.get_by_role("button", name="Hold 1 seat").click()
    await _log_in_again(here, email)
    await page.wait_for_url("**/showtimes/*")
    await page.get_by_role("button", name="Hold 1 seat").click()
    await page.wait_for_url("**/checkout/*")
    assert await held_seats(here, showtime) == ["D2"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("/account/profile", "Bookings"),
        ("/account", "Profile"),
        ("/account", "Devices"),
        ("/account", "a booking"),
    ],
)
async def test_an_account_page_says_that_the_session_ended(
    new_visit: NewVisit, first: str, then: str
) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    await here.log_in("bob@cinema.test")
    await here.read_english()
    page = here.page
    await here.open(first)
    await page.get_by_role("link", name="Bookings").wait_for()
    await there.log_in("bob@cinema.test")
    await there.open("/account/sessions")
    await there.page.get_by_role("button", name="Log out all other devices").click()
    await there.page.get_by_text("logged out.").first.wait_for()
    if then == "a booking":
        await page.locator(".booking-card").first.click()
    else:
        await page.get_by_role("link", name=then).click()
    address = page.url
    await _log_in_again(here, "bob@cinema.test")
    await page.wait_for_url(address)
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(page.locator("main .waiting")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/account/profile", "Save"),
        ("/account/data", "Download my data"),
        ("/account/sessions", "Log out all other devices"),
    ],
)
async def test_an_action_on_an_account_page_says_that_the_session_ended(
    new_visit: NewVisit, path: str, action: str
) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    email = await here.register()
    await there.log_in(email)
    await here.open(path)
    button = here.page.get_by_role("button", name=action)
    await button.wait_for()
    await _end_others(there)
    await button.click()
    await _log_in_again(here, email)
    await here.page.wait_for_url(f"**{path}")
    await button.wait_for()


async def test_somebody_else_sees_nothing_of_the_account_before(new_visit: NewVisit) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    before = await here.register()
    page = here.page
    await here.open("/account/profile")
    await expect(page.get_by_label("Email address")).to_have_value(before)
    after = await there.register()
    await here.ask("mutation { logout { __typename } }", {})
    await page.get_by_role("link", name="Bookings").click()
    async with page.expect_event("load"):
        await _log_in_again(here, after)
    await page.get_by_role("link", name="Profile").click()
    await expect(page.get_by_label("Email address")).to_have_value(after)
