"""From the first page to a ticket, as a visitor sees it; and what may go wrong on the way."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import PASSWORD, NewVisit, Visit
from tests.browser.steps import open_checkout, open_seats

pytestmark = [pytest.mark.embedded_router, pytest.mark.timeout(600)]


async def test_a_visitor_gets_tickets(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = await open_seats(visit, 3)
    await expect(page.get_by_text("Live: changes appear as they happen")).to_be_visible()
    await page.get_by_role("button", name=re.compile("^Row C, seat 4, Standard, .* free$")).click()
    await page.get_by_role("button", name=re.compile("^Row C, seat 5, Standard, .* free$")).click()
    await page.get_by_label("Ticket for seat C5").select_option("CHILD")
    await page.get_by_role("button", name="Log in and hold these seats").click()

    # Registering on the way does not lose the seats.
    await page.get_by_role("link", name="Create an account").click()
    await page.get_by_label("First name").fill("Vera")
    await page.get_by_label("Last name").fill("Visitor")
    await page.get_by_label("Email address").fill(f"{uuid4().hex}@visitors.test")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create an account").click()
    await page.get_by_role("button", name="Hold 2 seats").click()

    await page.wait_for_url("**/checkout/*")
    await page.reload()
    await expect(page.get_by_text("Your seats are held for")).to_be_visible()
    await page.get_by_role("button", name="I need more time").click()
    await expect(page.get_by_role("button", name="I need more time")).to_have_count(0)

    await page.get_by_label("A card that is declined").check()
    await page.get_by_role("button", name=re.compile("^Pay ")).click()
    await expect(page.get_by_text("The card was declined.")).to_be_visible()
    await page.get_by_label("Visa").check()
    await page.get_by_role("button", name=re.compile("^Pay ")).dblclick()

    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(2)
    await page.reload()
    code = page.get_by_role("img", name="Code for seat C5")
    await expect(code).to_be_visible()
    assert await code.evaluate("image => image.naturalWidth") > 0
    link = await page.get_by_role("link", name="Tickets to print").get_attribute("href")
    printed = await page.request.get(f"{visit.site}{link}")
    assert (await printed.body()).startswith(b"%PDF")

    await page.get_by_role("button", name="Cancel the booking").click()
    await page.get_by_role("button", name="Cancel it now").click()
    await expect(page.get_by_text("The tickets are void.")).to_be_visible()


async def test_two_people_want_one_seat(new_visit: NewVisit) -> None:
    alice: Visit = await new_visit()
    bob: Visit = await new_visit()
    await alice.log_in("alice@cinema.test")
    page = await open_seats(alice, 4)
    await bob.open(page.url.removeprefix(bob.site))
    seat = "Row D, seat 6"
    for window in (alice.page, bob.page):
        await window.locator("[data-seat=D6]").click()
    await alice.page.locator(".seats-choice .button.main").click()
    await alice.page.wait_for_url("**/checkout/*")

    await expect(bob.page.get_by_text("Somebody was faster: D6 is taken now.")).to_be_visible()
    await expect(bob.page.get_by_role("button", name=seat)).to_have_attribute(
        "aria-disabled", "true"
    )


@pytest.mark.browser_in_full
async def test_a_lost_answer_is_asked_for_again(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    page = await open_checkout(visit, 5, "E6")
    lost: list[str] = []

    async def lose_first(route: Route) -> None:
        body = route.request.post_data or ""
        if "idempotencyKey" in body and not lost:
            lost.append(body)
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/graphql", lose_first)
    await page.get_by_role("button", name=re.compile("^Pay ")).click()
    await expect(page.get_by_text("We do not know yet")).to_be_visible()
    await page.get_by_role("button", name="Ask what happened").click()
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(1)
    # The lost answer is the one thing that the browser complained about.
    assert len(visit.complaints) == 1
    visit.complaints.clear()


@pytest.mark.browser_in_full
async def test_seats_are_reached_by_arrow_keys(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = await open_seats(visit, 6)
    await page.locator("[data-seat=B2]").focus()
    for key in ("ArrowRight", "ArrowDown", "End", "Home", "ArrowDown"):
        await page.keyboard.press(key)
    await page.keyboard.press("Space")
    await expect(page.locator("[data-seat=D1]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.browser_in_full
@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
async def test_every_view_is_accessible_and_fits(
    new_visit: NewVisit, width: int, theme: str
) -> None:
    visit: Visit = await new_visit(width, theme)
    page = visit.page
    await visit.log_in("bob@cinema.test")
    problems: list[str] = []
    problems += await visit.problems("/", "a.time, .time")
    movie = await page.locator(".movie-row h2 a").first.get_attribute("href")
    problems += await visit.problems(f"{movie}", ".movie-text h1")
    problems += await visit.problems("/coming-soon", ".movie-grid h2")
    problems += await visit.problems("/?search=coco", ".movie-grid h2")
    problems += await visit.problems("/forgotten-password", "form")
    problems += await visit.problems("/account", ".booking-card")
    booking = await page.locator(".booking-card").first.get_attribute("href")
    problems += await visit.problems(f"{booking}", ".notice")
    await open_seats(visit, 7)
    problems += await visit.problems(page.url.removeprefix(visit.site), "[data-seat].free")
    await page.context.clear_cookies()
    problems += await visit.problems("/log-in", "form")
    problems += await visit.problems("/register", "form")
    assert problems == []
