"""Mails wait for the mail server, and are given up in the end."""

from datetime import timedelta

from subgraphs.account.domain.mails import MailKind
from tests.unit.account.conftest import House


async def test_a_mail_waits_until_the_mail_server_is_available(house: House) -> None:
    await house.register()
    house.mailer.unavailable = True
    await house.delivery.deliver_all()
    house.mailer.unavailable = False
    await house.delivery.deliver_all()
    assert house.mailer.sent == [], "the pause is not over"
    house.clock.advance(timedelta(minutes=1))
    await house.delivery.deliver_all()
    assert [mail.kind for mail in house.mailer.sent] == [MailKind.VERIFY_EMAIL]
    assert house.store.state.mails == {}


async def test_the_pauses_between_attempts_grow(house: House) -> None:
    await house.register()
    house.mailer.unavailable = True
    pauses: list[timedelta] = []
    for _ in range(4):
        await house.delivery.deliver_all()
        (mail,) = house.store.state.mails.values()
        pauses.append(mail.due_at - house.clock.now())
        house.clock.advance(pauses[-1])
    assert pauses == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]


async def test_a_mail_is_given_up_after_the_last_attempt(house: House) -> None:
    await house.register()
    house.mailer.unavailable = True
    attempts = 0
    while house.store.state.mails:
        await house.delivery.deliver_all()
        house.clock.advance(timedelta(minutes=10))
        attempts += 1
    assert attempts == 150


async def test_a_claimed_mail_is_sent_again_after_a_crash(house: House) -> None:
    await house.register()
    now = house.clock.now()
    assert await house.store.mails.claim(now, until=now + timedelta(minutes=1))
    await house.delivery.deliver_all()
    assert house.mailer.sent == []
    house.clock.advance(timedelta(minutes=1))
    await house.delivery.deliver_all()
    assert [mail.kind for mail in house.mailer.sent] == [MailKind.VERIFY_EMAIL]
