"""The reconciliation names every way in which the two books can disagree."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.money import Money
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Payment, PaymentStatus, Refund
from subgraphs.payment.ports import PaymentChange
from subgraphs.payment.service.reconciliation import compare
from tests.unit.payment.fakes import Fate, Workbench


async def _kinds(bench: Workbench) -> list[str]:
    _, found = await compare(bench.store, bench.provider, bench.clock.now())
    return [difference.kind for difference in found]


async def test_books_that_agree(bench: Workbench) -> None:
    await bench.authorize()
    assert await _kinds(bench) == []
    await bench.capture()
    await bench.refund("ref_1", 4_000)
    assert await _kinds(bench) == []


async def test_a_refund_of_an_old_payment_is_compared(bench: Workbench) -> None:
    payment = await bench.authorize()
    await bench.capture()
    bench.later(timedelta(days=30))
    since = bench.clock.now() - timedelta(days=2)
    bench.provider.changed[payment.id] = payment.created_at
    assert await compare(bench.store, bench.provider, since) == (0, [])
    await bench.refund("ref_1", 4_000)
    assert await compare(bench.store, bench.provider, since) == (1, []), (
        "the whole payment is compared"
    )
    bench.store.entries.pop()
    _, found = await compare(bench.store, bench.provider, since)
    assert [difference.kind for difference in found] == ["BALANCE"]


async def test_a_refund_of_an_old_payment_at_the_provider_alone_is_found(
    bench: Workbench,
) -> None:
    payment = await bench.authorize()
    payment = await bench.capture()
    bench.later(timedelta(days=30))
    await bench.provider.refund(payment, Refund("by hand", bench.amount, bench.clock.now()))
    bench.provider.changed[payment.id] = bench.clock.now()
    assert await _kinds(bench) == ["BALANCE"]


async def test_a_payment_without_an_answer_yet_is_no_difference(bench: Workbench) -> None:
    bench.provider.fates = [Fate.ANSWER_LOST]
    await bench.authorize()
    assert await _kinds(bench) == []


async def test_a_payment_that_never_arrived_does_not_stop_the_comparison(
    bench: Workbench,
) -> None:
    bench.provider.fates = [Fate.NOT_DONE, Fate.NOT_DONE]
    await bench.authorize()
    assert await _kinds(bench) == []


async def test_a_charge_that_is_not_on_record(bench: Workbench) -> None:
    bench.provider.books["pay_x"] = Charge("pay_x", PaymentStatus.CAPTURED, bench.amount)
    assert await _kinds(bench) == ["UNRECORDED"]


async def test_a_charge_that_the_provider_does_not_have(bench: Workbench) -> None:
    await bench.authorize()
    await bench.capture()
    bench.provider.books.clear()
    assert await _kinds(bench) == ["MISSING", "BALANCE"]


async def test_another_amount(bench: Workbench) -> None:
    payment = await bench.authorize()
    charge = bench.provider.books[payment.id]
    bench.provider.books[payment.id] = replace(charge, amount=Money(10_001, "MXN"))
    assert await _kinds(bench) == ["AMOUNT"]


async def test_captured_there_alone(bench: Workbench) -> None:
    payment = await bench.authorize()
    await bench.provider.capture(payment)
    assert await _kinds(bench) == ["STATUS", "BALANCE"]


async def test_refunded_there_by_hand(bench: Workbench) -> None:
    await bench.authorize()
    payment = await bench.capture()
    await bench.provider.refund(payment, Refund("by hand", Money(1, "MXN"), bench.clock.now()))
    assert await _kinds(bench) == ["BALANCE"]


async def test_a_ledger_entry_that_is_lost(bench: Workbench) -> None:
    await bench.authorize()
    await bench.capture()
    bench.store.entries.clear()
    assert await _kinds(bench) == ["BALANCE"]


async def test_a_capture_while_the_books_are_read_is_no_difference(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.authorize()
    touched_since = bench.store.touched_since

    async def capture_first(since: datetime) -> list[Payment]:
        await bench.capture()
        return await touched_since(since)

    monkeypatch.setattr(bench.store, "touched_since", capture_first)
    assert await _kinds(bench) == []


async def test_a_due_release_is_no_difference_but_a_capture_is(bench: Workbench) -> None:
    payment = await bench.authorize()
    given_up = replace(
        payment, status=PaymentStatus.VOIDED, to_release=True, version=payment.version + 1
    )
    await bench.store.save(PaymentChange(given_up))
    assert await _kinds(bench) == []
    await bench.provider.capture(payment)
    assert await _kinds(bench) == ["STATUS"]
