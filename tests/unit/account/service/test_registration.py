"""Opening accounts, and verifying their addresses."""

import pytest

from subgraphs.account.domain.mails import MailKind
from subgraphs.account.errors import (
    EmailTaken,
    InvalidToken,
    TooManyAttempts,
)
from subgraphs.account.events import AccountRegistered
from tests.unit.account.conftest import HOME, PASSWORD, PROFILE, RULES, Workbench


async def test_registration_emits_its_event_and_sends_its_mail(bench: Workbench) -> None:
    account = await bench.register()
    assert bench.store.state.events == [AccountRegistered(account.id)]
    token = await bench.mailed_token(MailKind.VERIFY_EMAIL)
    verified = await bench.service.registration.verify_email(token, HOME)
    assert verified.email_verified
    with pytest.raises(InvalidToken):
        await bench.service.registration.verify_email(token, HOME)


async def test_an_address_is_unique_without_regard_to_case(bench: Workbench) -> None:
    await bench.register("ana@cinema.test")
    before = len(bench.store.state.audit)
    with pytest.raises(EmailTaken):
        await bench.register("ANA@cinema.test")
    assert len(bench.store.state.accounts) == 1
    assert len(bench.store.state.audit) == before


async def test_registrations_from_one_address_are_limited(bench: Workbench) -> None:
    register = bench.service.registration.register
    for number in range(RULES.registrations_from_address.count):
        await register(f"a{number}@cinema.test", PASSWORD, PROFILE, HOME)
    with pytest.raises(TooManyAttempts):
        await register("b@cinema.test", PASSWORD, PROFILE, HOME)


async def test_a_mailed_token_is_stored_nowhere(bench: Workbench) -> None:
    await bench.register()
    token = await bench.mailed_token(MailKind.VERIFY_EMAIL)
    assert token not in repr(bench.store.state)
