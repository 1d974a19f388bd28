"""My account: the profile, password, second factor, devices and data of somebody."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from playwright.async_api import expect
from pyotp.totp import TOTP

from tests.browser.conftest import PASSWORD, NewVisit, Visit
from tests.browser.steps import fill_in_login

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]


async def test_a_profile_changes(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    await visit.register()
    await visit.open("/account/profile")
    await page.get_by_label("First name").fill("Wera")
    await page.get_by_label("Phone").fill("12")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("Phone").fill("")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await expect(page.get_by_role("link", name="Wera")).to_be_visible()


async def test_a_password_changes_and_logs_out_elsewhere(new_visit: NewVisit) -> None:
    here: Visit = await new_visit()
    there: Visit = await new_visit()
    email = await here.register()
    await there.log_in(email)
    await there.open("/account")
    page = here.page
    await here.open("/account/security")
    form = page.get_by_role("form", name="Password")
    await form.get_by_label("Current password").fill("not-this-password")
    await form.get_by_label("New password").fill("another-fine-battery")
    await form.get_by_role("button").click()
    await expect(form.get_by_text("This password is not right.")).to_be_visible()
    await form.get_by_label("Current password").fill(PASSWORD)
    await form.get_by_role("button").click()
    await expect(form.get_by_text("Your password is changed")).to_be_visible()

    await there.page.reload()
    await expect(there.page.get_by_text("Log in to see this page.")).to_be_visible()
    await there.page.locator("main").get_by_role("link", name="Log in").click()
    await fill_in_login(there.page, email, "another-fine-battery")
    await expect(there.page.get_by_role("heading", name="Bookings")).to_be_visible()


async def test_two_factors_from_on_to_off(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    email = await visit.register()
    await visit.open("/account/security")
    panel = page.get_by_role("region", name="Two factors")
    await panel.get_by_label("Current password").fill("not-this-password")
    await panel.get_by_role("button", name="Turn on two factors").click()
    await expect(panel.get_by_text("This password is not right.")).to_be_visible()
    await panel.get_by_label("Current password").fill(PASSWORD)
    await panel.get_by_role("button", name="Turn on two factors").click()

    code = page.get_by_role("img", name="QR code for your authenticator app")
    assert await code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert await visit.violations() == []
    app = TOTP((await panel.locator(".secret").inner_text()).replace(" ", ""))
    await panel.get_by_label("Code of the app").fill(_another(app.now()))
    await panel.get_by_role("button", name="Confirm the code").click()
    await expect(panel.get_by_text("This code is not right.")).to_be_visible()
    await panel.get_by_label("Code of the app").fill(app.now())
    await panel.get_by_role("button", name="Confirm the code").click()
    await expect(panel.locator(".recovery-codes code")).to_have_count(10)
    recovery_codes = await panel.locator(".recovery-codes code").all_inner_texts()
    assert len(set(recovery_codes)) == 10
    assert await visit.violations() == []
    await panel.get_by_role("button", name="I have kept them").click()
    await expect(panel.get_by_text("Two factors are on.")).to_be_visible()
    await page.reload()
    await expect(panel.get_by_text("Two factors are on.")).to_be_visible()
    await expect(panel.locator(".recovery-codes")).to_have_count(0)

    await visit.open("/account")
    await page.get_by_role("button", name="Log out").click()
    await page.get_by_role("link", name="Log in").click()
    await fill_in_login(page, email)
    await page.get_by_label("Code of your app").fill("000000000")
    await page.locator("main").get_by_role("button", name="Log in").click()
    await expect(page.get_by_text("This code is not right.")).to_be_visible()
    await page.get_by_label("Code of your app").fill(recovery_codes[0])
    await page.locator("main").get_by_role("button", name="Log in").click()
    await page.wait_for_url("**/")

    await visit.open("/account/security")
    await panel.get_by_label("Current password").fill(PASSWORD)
    await panel.get_by_label("Code of the app, or a recovery code").fill(recovery_codes[0])
    await panel.get_by_role("button", name="Turn off two factors").click()
    await expect(panel.get_by_text("This code is not right.")).to_be_visible()
    await panel.get_by_label("Code of the app, or a recovery code").fill(recovery_codes[1])
    await panel.get_by_role("button", name="Turn off two factors").click()
    await expect(panel.get_by_text("Two factors are off.")).to_be_visible()


def _another(code: str) -> str:
    """Return six digits that are not the code; no code near it in time is likely to be them."""
    return code[3:] + code[:3] if code[3:] != code[:3] else f"{(int(code) + 1) % 10**6:06}"


async def test_devices_are_logged_out(new_visit: NewVisit) -> None:
    here: Visit = await new_visit()
    others: list[Visit] = [await new_visit() for _ in range(3)]
    email = await here.register()
    for other in others:
        await other.log_in(email)
    page = here.page
    await here.open("/account/sessions")
    await expect(page.locator(".device")).to_have_count(4)
    await page.get_by_role("button", name=re.compile("^Log out Chrome, Linux")).first.click()
    await expect(page.get_by_text("1 device is logged out.")).to_be_visible()
    await expect(page.locator(".device")).to_have_count(3)
    await page.get_by_role("button", name="Log out all other devices").click()
    await expect(page.get_by_text("2 devices are logged out.")).to_be_visible()
    await expect(page.get_by_text("You are logged in on no other device.")).to_be_visible()
    for other in others:
        await other.open("/account")
        await expect(other.page.get_by_text("Log in to see this page.")).to_be_visible()


async def test_data_is_handed_out_and_deleted(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    email = await visit.register()
    await visit.open("/account/data")
    async with page.expect_download() as started:
        await page.get_by_role("button", name="Download my data").click()
    file = await (await started.value).path()
    data = json.loads(await asyncio.to_thread(Path(file).read_text))
    assert data["account"]["email"] == email
    assert len(data["sessions"]) == 1
    assert "DATA_EXPORTED" in [entry["action"] for entry in data["auditLog"]]
    assert data["bookings"] == []

    await page.get_by_role("button", name="Delete my account …").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Current password").fill("not-this-password")
    await dialog.get_by_role("button", name="Delete it for ever").click()
    await expect(dialog.get_by_text("This password is not right.")).to_be_visible()
    assert await visit.violations() == []
    await dialog.get_by_label("Current password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Delete it for ever").click()
    await page.wait_for_url("**/")
    await page.get_by_role("link", name="Log in").click()
    await fill_in_login(page, email)
    await expect(page.get_by_text("Address and password do not belong together.")).to_be_visible()


async def test_the_last_administrator_stays(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    page = visit.page
    await visit.log_in("admin@cinema.test")
    await visit.open("/account/data")
    await page.get_by_role("button", name="Delete my account …").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Current password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Delete it for ever").click()
    await expect(dialog.get_by_text("You are the only administrator.")).to_be_visible()
