"""The staff's pages: the door with a connection and without, and accounts."""

import re
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Page, expect

from dev.stack import Stack
from tests.browser.conftest import NewVisit, Visit
from tests.browser.planning import Planner, in_minutes, planner
from tests.waiting import until

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]


@pytest.fixture
async def plan(site: str, stack: Stack) -> AsyncGenerator[Planner]:
    async with planner(stack.url) as opened:
        yield opened


async def _at_the_door(new_visit: NewVisit) -> tuple[Visit, Page]:
    """Open the door's page as staff, and wait until it can work without a connection."""
    visit: Visit = await new_visit()
    await visit.log_in("staff@cinema.test")
    await visit.read_english()
    await visit.open("/staff/door")
    await visit.page.get_by_label("Ticket’s code").wait_for()
    await until(lambda: visit.page.evaluate("localStorage.getItem('door:rules') !== null"))
    await visit.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return visit, visit.page


async def _scan(page: Page, code: str) -> None:
    await page.get_by_label("Ticket’s code").fill(code)
    await page.keyboard.press("Enter")


async def test_the_door_says_yes_once(new_visit: NewVisit, plan: Planner) -> None:
    showtime = await plan.showtime(in_minutes(30))
    first, second = await plan.tickets(showtime, "A1", "A2")
    _, page = await _at_the_door(new_visit)
    verdict = page.locator(".verdict")
    await _scan(page, first)
    await expect(verdict).to_contain_text("Come in")
    await expect(verdict).to_contain_text("Seat A1 · Adult")
    await _scan(page, first)
    await expect(verdict).to_contain_text("This ticket was used before. It was used")
    await _scan(page, f"{first}x")
    await expect(verdict).to_contain_text("This is not a ticket’s code.")

    # A scanner types wherever the focus is, also on a button, which it does not press.
    await page.get_by_label("Name of this door").blur()
    await page.keyboard.type(f"]Q3{second}")
    await page.keyboard.press("Enter")
    await expect(verdict).to_contain_text("Seat A2 · Adult")
    await expect(page.locator(".scans li")).to_have_count(4)


async def test_the_door_works_offline_and_tells_doubles_later(
    new_visit: NewVisit, plan: Planner
) -> None:
    showtime = await plan.showtime(in_minutes(30))
    codes = await plan.tickets(showtime, "B1", "B2")
    later = (await plan.tickets(await plan.showtime(in_minutes(240)), "A1"))[0]
    visit, page = await _at_the_door(new_visit)
    verdict = page.locator(".verdict")
    await page.context.set_offline(True)
    # The worker opens the page again, although nothing can be asked.
    await page.reload()
    await expect(page.get_by_text("Not connected")).to_be_visible()
    for code, seat in zip(codes, ("B1", "B2"), strict=True):
        await _scan(page, code)
        await expect(verdict).to_contain_text(f"Seat {seat}")
        await expect(verdict).to_contain_text("Decided by this device")
    await _scan(page, codes[0])
    await expect(verdict).to_contain_text("This ticket was used before.")
    payload, _, signature = codes[0].partition(".")
    await _scan(page, f"{payload}.{codes[1].partition('.')[2]}")
    await expect(verdict).to_contain_text("The code was forged or changed.")
    await _scan(page, later)
    await expect(verdict).to_contain_text("It is too early for this showtime.")
    await _scan(page, signature)
    await expect(verdict).to_contain_text("This is not a ticket’s code.")
    await expect(page.get_by_text("2 scans wait to be merged.")).to_be_visible()

    await plan.check_in(codes[1])
    await page.context.set_offline(False)
    await expect(page.get_by_text("All scans are merged.")).to_be_visible()
    told = page.get_by_role("alert")
    await expect(told).to_contain_text(
        re.compile("Seat B2 was let in twice: .* by door .* by online")
    )
    await expect(told).not_to_contain_text("B1")
    # Without a connection, the browser complains about each thing that it cannot load.
    visit.complaints.clear()


async def test_a_door_that_can_keep_nothing_lets_nobody_in_and_goes_on(
    new_visit: NewVisit, plan: Planner
) -> None:
    [code] = await plan.tickets(await plan.showtime(in_minutes(30)), "A1")
    visit, page = await _at_the_door(new_visit)
    verdict = page.locator(".verdict")
    await page.context.set_offline(True)
    await page.evaluate(
        """() => {
          window.kept = Storage.prototype.setItem;
          Storage.prototype.setItem = () => { throw new Error("full"); };
        }"""
    )
    await _scan(page, code)
    await expect(verdict).to_contain_text("Something went wrong")
    await page.evaluate("() => { Storage.prototype.setItem = window.kept; }")
    await _scan(page, code)
    await expect(verdict).to_contain_text("Seat A1")
    visit.complaints.clear()


async def test_the_door_is_for_staff(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    await visit.register()
    await visit.open("/staff/door")
    await expect(visit.page.get_by_text("Your account may not do this.")).to_be_visible()
    await expect(visit.page.get_by_role("link", name="Staff")).to_have_count(0)


async def test_an_administrator_gives_a_role_and_ends_sessions(new_visit: NewVisit) -> None:
    customer: Visit = await new_visit()
    email = await customer.register()
    visit: Visit = await new_visit()
    page = visit.page
    await visit.log_in("admin@cinema.test")
    await visit.open("/staff/accounts")
    await page.get_by_role("searchbox").fill(email)
    await page.get_by_role("button", name="Find").click()
    card = page.get_by_role("article", name="Vera Visitor")
    await expect(page.get_by_role("article")).to_have_count(1)
    await card.get_by_label("Staff").check()
    await card.get_by_role("button", name="Save the roles").click()
    await expect(card).to_contain_text("The roles are saved.")
    await customer.log_in(email)
    await card.get_by_role("button", name="End all sessions").click()
    await expect(card).to_contain_text("1 session has ended.")
    await card.get_by_role("link", name="Its audit log").click()
    await expect(page.locator(".audit-entries")).to_contain_text("Roles set")
    await expect(page.locator(".audit-entries")).to_contain_text("after: CUSTOMER STAFF")


async def test_the_last_administrator_stays_one(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    await visit.log_in("admin@cinema.test")
    await visit.open("/staff/accounts?role=ADMIN")
    card = page.get_by_role("article", name="Ada Min")
    await card.get_by_label("Customer").check()
    await card.get_by_label("Administrator").uncheck()
    await card.get_by_role("button", name="Save the roles").click()
    await expect(card).to_contain_text("the cinema needs an administrator")


async def _showtime_of_today(visit: Visit, plan: Planner) -> str:
    """Plan a showtime, and let it be the window's day: at night, none of the demo's may be on."""
    starts_at = in_minutes(30)
    await visit.page.clock.install(time=starts_at)
    return await plan.showtime(starts_at)


async def test_today_has_seats_guests_and_takings(new_visit: NewVisit, plan: Planner) -> None:
    visit: Visit = await new_visit()
    showtime = await _showtime_of_today(visit, plan)
    code, _ = await plan.tickets(showtime, "A1", "A2")
    await plan.check_in(code)
    await visit.log_in("staff@cinema.test")
    await visit.read_english()
    await visit.open(f"/staff/today?cinema={plan.cinema}")
    row = visit.page.get_by_role("listitem").filter(has_text=plan.auditorium_name)
    await expect(row).to_contain_text("13% 2 of 16 seats")
    await expect(row).to_contain_text("$150")
    await expect(row).to_contain_text("1 guest in")
    await expect(visit.page.locator(".today-sums")).to_contain_text("MXN")


async def test_a_page_that_nobody_sees_asks_for_no_sales(
    new_visit: NewVisit, plan: Planner
) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    await _showtime_of_today(visit, plan)
    await visit.log_in("staff@cinema.test")
    await visit.open(f"/staff/today?cinema={plan.cinema}")
    await page.locator(".today-row").first.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await page.clock.run_for(120_000)
    assert asked == []
    await page.evaluate(
        """() => {
          delete document.hidden;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await until(lambda: len(asked) == 1)
    await page.clock.run_for(30_000)
    await until(lambda: len(asked) == 2)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_every_view_is_accessible_and_fits(
    new_visit: NewVisit, plan: Planner, width: int, theme: str
) -> None:
    visit: Visit = await new_visit(width, theme)
    page = visit.page
    await _showtime_of_today(visit, plan)
    await visit.log_in("admin@cinema.test")
    problems: list[str] = []
    problems += await visit.problems("/staff/door", ".door")
    await _scan(page, "nonsense")
    await page.locator(".verdict.no").wait_for()
    problems += await visit.violations()
    problems += await visit.problems(f"/staff/today?cinema={plan.cinema}", ".today-row")
    problems += await visit.problems("/staff/accounts", ".list-cards li")
    problems += await visit.problems("/staff/audit", ".audit-entries li")
    assert problems == []
