"""The reconciliation names every way in which the two books can disagree."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.money import Money
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Payment, PaymentStatus, Refund
from subgraphs.payment.ports import PaymentChange
from subgraphs.payment.service.reconciliation import compare
from tests.unit.payment.fakes import Fate, House


async def _kinds(house: House) -> list[str]:
    _, found = await compare(house.store, house.provider, house.clock.now())
    return [difference.kind for difference in found]


async def test_books_that_agree(house: House) -> None:
    await house.authorize()
    assert await _kinds(house) == []
    await house.capture()
    await house.refund("ref_1", 4_000)
    assert await _kinds(house) == []


async def test_a_refund_of_a_payment_that_was_begun_long_before(house: House) -> None:
    payment = await house.authorize()
    await house.capture()
    house.later(timedelta(days=30))
    since = house.clock.now() - timedelta(days=2)
    house.provider.changed[payment.id] = payment.created_at
    assert await compare(house.store, house.provider, since) == (0, [])
    await house.refund("ref_1", 4_000)
    assert await compare(house.store, house.provider, since) == (1, []), "asked for, and whole"
    house.store.entries.pop()
    _, found = await compare(house.store, house.provider, since)
    assert [difference.kind for difference in found] == ["BALANCE"]


async def test_a_change_at_the_provider_alone_of_a_payment_that_was_begun_long_before(
    house: House,
) -> None:
    payment = await house.authorize()
    payment = await house.capture()
    house.later(timedelta(days=30))
    await house.provider.refund(payment, Refund("by hand", house.amount, house.clock.now()))
    house.provider.changed[payment.id] = house.clock.now()
    assert await _kinds(house) == ["BALANCE"]


async def test_what_has_no_answer_yet_is_no_difference(house: House) -> None:
    house.provider.fates = [Fate.ANSWER_LOST]
    await house.authorize()
    assert await _kinds(house) == []


async def test_what_will_never_have_an_answer_keeps_nothing_from_being_compared(
    house: House,
) -> None:
    house.provider.fates = [Fate.NOT_DONE, Fate.NOT_DONE]
    await house.authorize()
    assert await _kinds(house) == []


async def test_a_charge_that_is_not_on_record(house: House) -> None:
    house.provider.books["pay_x"] = Charge("pay_x", PaymentStatus.CAPTURED, house.amount)
    assert await _kinds(house) == ["UNRECORDED"]


async def test_a_charge_that_the_provider_does_not_have(house: House) -> None:
    await house.authorize()
    await house.capture()
    house.provider.books.clear()
    assert await _kinds(house) == ["MISSING", "BALANCE"]


async def test_another_amount(house: House) -> None:
    payment = await house.authorize()
    charge = house.provider.books[payment.id]
    house.provider.books[payment.id] = replace(charge, amount=Money(10_001, "MXN"))
    assert await _kinds(house) == ["AMOUNT"]


async def test_captured_there_alone(house: House) -> None:
    payment = await house.authorize()
    await house.provider.capture(payment)
    assert await _kinds(house) == ["STATUS", "BALANCE"]


async def test_refunded_there_by_hand(house: House) -> None:
    await house.authorize()
    payment = await house.capture()
    await house.provider.refund(payment, Refund("by hand", Money(1, "MXN"), house.clock.now()))
    assert await _kinds(house) == ["BALANCE"]


async def test_a_ledger_entry_that_is_lost(house: House) -> None:
    await house.authorize()
    await house.capture()
    house.store.entries.clear()
    assert await _kinds(house) == ["BALANCE"]


async def test_what_is_captured_while_the_books_are_read_is_no_difference(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.authorize()
    touched_since = house.store.touched_since

    async def meanwhile(since: datetime) -> list[Payment]:
        await house.capture()
        return await touched_since(since)

    monkeypatch.setattr(house.store, "touched_since", meanwhile)
    assert await _kinds(house) == []


async def test_what_is_soon_released_is_no_difference_and_what_was_taken_is(house: House) -> None:
    payment = await house.authorize()
    given_up = replace(
        payment, status=PaymentStatus.VOIDED, to_release=True, version=payment.version + 1
    )
    await house.store.save(PaymentChange(given_up))
    assert await _kinds(house) == []
    await house.provider.capture(payment)
    assert await _kinds(house) == ["STATUS"]
