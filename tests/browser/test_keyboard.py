"""By keyboard alone: each step is reached by Tab and arrows, is seen, and keeps the focus."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, NewVisit, Visit
from tests.browser.steps import open_checkout

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]

_FAR = 80
"""More presses of Tab than any way on one page."""


class Keyboard:
    """Presses keys, and never touches the page otherwise."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._page.keyboard.press(key)

    async def write(self, text: str) -> None:
        await self._page.keyboard.type(text)

    async def go_to(self, wanted: Locator) -> None:
        """Press Tab until this has the focus; each stop on the way must be seen."""
        for _ in range(_FAR):
            await self.press("Tab")
            lost = await self._page.evaluate(_UNSEEN)
            assert lost is None, f"the focus is at what nobody sees: {lost}"
            if await wanted.evaluate_all("found => found.includes(document.activeElement)"):
                return
        raise AssertionError(f"no way by Tab to {wanted}")

    async def use(self, wanted: Locator, key: str = "Enter") -> None:
        await self.go_to(wanted)
        await self.press(key)


_UNSEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const isMarked = (each) => {
    const { top, bottom, left, right, width } = each.getBoundingClientRect();
    const isInside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return isInside && width > 1 && getComputedStyle(each).outlineStyle !== 'none';
  };
  const marked = [focused, focused.closest('label')].filter(Boolean).some(isMarked);
  return marked ? null : focused.outerHTML.slice(0, 120);
}"""


async def test_a_visitor_gets_a_ticket_by_keyboard(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page, keys = visit.page, Keyboard(visit.page)
    main = page.locator("main")
    await visit.open("/")
    await page.locator(".movie-row h2").first.wait_for()
    await keys.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await keys.press("Enter")
    await expect(main).to_be_focused()

    await keys.use(page.get_by_role("radio").first, "ArrowRight")
    await expect(page.get_by_role("radio").nth(1)).to_be_focused()
    await keys.press(*["ArrowRight"] * 9)
    await page.wait_for_url("**/?*date=*")
    await page.locator("a.time").first.wait_for()
    await keys.use(page.locator(".movie-row h2 a").first)
    await page.locator("a.time").first.wait_for()
    await expect(main).to_be_focused()
    await keys.use(page.locator("a.time").first)
    await page.locator("[data-seat].free").first.wait_for()
    await expect(main).to_be_focused()

    await keys.go_to(page.get_by_role("button", name=re.compile("^Row A, seat 1,")))
    await keys.press("ArrowDown", "ArrowDown", "End", "Space", "ArrowLeft", "Space")
    await expect(page.locator("[data-seat][aria-pressed=true]")).to_have_count(2)
    await keys.use(page.locator(".chosen select").last, "ArrowDown")
    await expect(page.locator(".chosen select").last).to_have_value("CHILD")
    await keys.use(page.get_by_role("button", name="Log in and hold these seats"))
    await expect(main).to_be_focused()

    # Registering on the way.
    await keys.use(page.get_by_role("link", name="Create an account"))
    await expect(main).to_be_focused()
    await keys.go_to(page.get_by_label("First name"))
    for text in ("Vera", "Visitor", f"{uuid4().hex}@visitors.test", PASSWORD):
        await keys.write(text)
        await keys.press("Tab")
    await expect(page.get_by_role("button", name="Create an account")).to_be_focused()
    await keys.press("Space")
    hold = page.get_by_role("button", name="Hold 2 seats")
    await hold.wait_for()
    await keys.use(hold)

    await page.get_by_role("button", name=re.compile("^Pay ")).wait_for()
    await expect(main).to_be_focused()
    await keys.use(page.get_by_role("radio").first, "ArrowDown")
    await expect(page.get_by_label("Mastercard")).to_be_checked()
    await keys.use(page.get_by_role("button", name=re.compile("^Pay ")))
    await page.wait_for_url("**/account/bookings/*")
    await expect(page.locator(".ticket")).to_have_count(2)
    await expect(main).to_be_focused()

    # Back: Escape closes the question, and the focus is where it was.
    cancel = page.get_by_role("button", name="Cancel the booking")
    await keys.use(cancel)
    await expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    await keys.press("Escape")
    await expect(cancel).to_be_focused()
    await keys.press("Enter")
    await keys.use(page.get_by_role("button", name="Cancel it now"))
    await expect(page.get_by_text("The tickets are void.")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="void")).to_be_focused()


async def test_a_refused_login_keeps_the_focus(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page, keys = visit.page, Keyboard(visit.page)
    await visit.open("/log-in")
    await keys.go_to(page.get_by_label("Email address"))
    await keys.write("bob@cinema.test")
    await keys.press("Tab")
    await keys.write("not Bob's password")
    send = page.locator("main").get_by_role("button", name="Log in")
    await keys.use(send)
    await expect(page.get_by_text("do not belong together")).to_be_visible()
    await expect(send).to_be_focused()


async def test_what_takes_the_focus_away_leaves_its_place(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    elsewhere: Visit = await new_visit()
    email = await visit.register()
    await elsewhere.log_in(email)
    page, keys = visit.page, Keyboard(visit.page)
    await visit.open("/account/sessions")
    await page.locator(".device").nth(1).wait_for()
    await keys.use(page.get_by_role("button", name=re.compile("^Log out ")))
    await expect(page.locator(".device")).to_have_count(1)
    assert await page.evaluate("document.activeElement.matches('main, main *')")


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
