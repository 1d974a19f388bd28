"""Mails wait for the mail server, and are given up in the end."""

from datetime import timedelta

import pytest

from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor
from subgraphs.account.domain.mails import MailKind
from tests.unit.account.conftest import HOME, Workbench


async def test_a_mail_waits_until_the_mail_server_is_available(bench: Workbench) -> None:
    await bench.register()
    bench.mailer.unavailable = True
    await bench.delivery.deliver_all()
    bench.mailer.unavailable = False
    await bench.delivery.deliver_all()
    assert bench.mailer.sent == [], "the pause is not over"
    bench.clock.advance(timedelta(minutes=1))
    await bench.delivery.deliver_all()
    assert [mail.kind for mail in bench.mailer.sent] == [MailKind.VERIFY_EMAIL]
    assert bench.store.state.mails == {}


async def test_the_pauses_between_attempts_grow(bench: Workbench) -> None:
    await bench.register()
    bench.mailer.unavailable = True
    pauses: list[timedelta] = []
    for _ in range(4):
        await bench.delivery.deliver_all()
        (mail,) = bench.store.state.mails.values()
        pauses.append(mail.due_at - bench.clock.now())
        bench.clock.advance(pauses[-1])
    assert pauses == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]


async def test_a_mail_is_given_up_after_the_last_attempt(bench: Workbench) -> None:
    await bench.register()
    bench.mailer.unavailable = True
    attempts = 0
    while bench.store.state.mails:
        await bench.delivery.deliver_all()
        bench.clock.advance(timedelta(minutes=10))
        attempts += 1
    assert attempts == 150


async def test_a_claimed_mail_is_sent_again_after_a_crash(bench: Workbench) -> None:
    await bench.register()
    now = bench.clock.now()
    assert await bench.store.mails.claim(now, until=now + timedelta(minutes=1))
    await bench.delivery.deliver_all()
    assert bench.mailer.sent == []
    bench.clock.advance(timedelta(minutes=1))
    await bench.delivery.deliver_all()
    assert [mail.kind for mail in bench.mailer.sent] == [MailKind.VERIFY_EMAIL]


async def test_a_deletion_during_the_delivery_leaves_no_token(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await bench.register()
    find = bench.store.accounts.by_email

    async def find_then_delete(address: str) -> Account | None:
        found = await find(address)
        await bench.service.profiles.delete(account.id, Actor(account.id, HOME))
        return found

    monkeypatch.setattr(bench.store.accounts, "by_email", find_then_delete)
    await bench.delivery.deliver_all()
    assert bench.store.state.tokens == {}
    assert bench.mailer.sent == []
