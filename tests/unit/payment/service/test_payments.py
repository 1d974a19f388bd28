"""Payment's use cases: each step has its effect once, and a lost answer is no failure."""

from datetime import timedelta

import pytest

from shared.errors import NotFound, Unavailable
from shared.money import Money
from subgraphs.payment.domain.payments import ANONYMOUS, Payment, PaymentStatus, Refund
from subgraphs.payment.errors import (
    IllegalTransition,
    PaymentMismatch,
    ProviderRefused,
)
from tests.unit.payment.fakes import VISA, Fate, Workbench, new_bench

S = PaymentStatus


async def test_authorised_captured_and_refunded_in_parts(bench: Workbench) -> None:
    authorized = await bench.authorize()
    assert (authorized.status, authorized.card) == (S.AUTHORIZED, VISA)
    assert (await bench.capture()).status is S.CAPTURED
    part = await bench.refund("ref_1", 4_000)
    assert (part.status, part.refunded) == (S.PARTIALLY_REFUNDED, Money(4_000, "MXN"))
    assert (await bench.refund("ref_2", 6_000)).status is S.REFUNDED
    assert [type(event).__name__ for event in bench.store.events] == [
        "PaymentCaptured",
        "PaymentRefunded",
        "PaymentRefunded",
    ]
    moves = [(e.debit, e.credit, e.amount.amount_minor) for e in bench.store.entries]
    assert moves == [
        ("provider_balance", "ticket_sales", 10_000),
        ("ticket_sales", "provider_balance", 4_000),
        ("ticket_sales", "provider_balance", 6_000),
    ]


async def test_each_step_repeated_has_its_effect_once(bench: Workbench) -> None:
    assert await bench.authorize() == await bench.authorize()
    assert await bench.capture() == await bench.capture()
    assert await bench.refund("ref_1", 4_000) == await bench.refund("ref_1", 4_000)
    assert bench.provider.calls == ["authorize", "capture", "refund"]
    assert (len(bench.store.entries), len(bench.store.events)) == (2, 2)


async def test_a_declined_payment_stays_declined(bench: Workbench) -> None:
    declined = await bench.authorize("tok_declined")
    assert (declined.status, declined.decline_code) == (S.DECLINED, "card_declined")
    assert (await bench.authorize()).status is S.DECLINED
    with pytest.raises(IllegalTransition):
        await bench.capture()


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_without_an_answer_the_outcome_is_unknown(bench: Workbench, fate: Fate) -> None:
    bench.provider.fates = [fate]
    assert (await bench.authorize()).status is S.UNKNOWN
    assert (await bench.authorize()).status is S.AUTHORIZED


@pytest.mark.parametrize(
    ("fate", "status"), [(Fate.NOT_DONE, S.VOIDED), (Fate.ANSWER_LOST, S.AUTHORIZED)]
)
async def test_the_worker_asks_the_provider_for_the_outcome(
    bench: Workbench, fate: Fate, status: PaymentStatus
) -> None:
    bench.provider.fates = [fate]
    await bench.authorize()
    await bench.recover()
    assert bench.payment.status is S.UNKNOWN, "the call may still be running"
    bench.later(timedelta(seconds=10))
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.recover()
    assert bench.payment.status is S.UNKNOWN, "the provider did not answer"
    bench.later()
    await bench.recover()
    assert bench.payment.status is status


async def test_a_query_asks_the_provider_for_the_outcome(bench: Workbench) -> None:
    assert await bench.service.by_reference(bench.reference) is None
    bench.provider.fates = [Fate.ANSWER_LOST, Fate.NOT_DONE]
    await bench.authorize()
    unknown = await bench.service.by_reference(bench.reference)
    assert unknown is not None
    assert unknown.status is S.UNKNOWN
    known = await bench.service.by_reference(bench.reference)
    assert known is not None
    assert known.status is S.AUTHORIZED


async def test_a_capture_whose_answer_was_lost_is_repeated(bench: Workbench) -> None:
    await bench.authorize()
    bench.provider.fates = [Fate.ANSWER_LOST]
    with pytest.raises(Unavailable):
        await bench.capture()
    assert bench.payment.status is S.AUTHORIZED
    assert (await bench.capture()).status is S.CAPTURED
    assert len(bench.store.entries) == 1


async def test_a_void_before_the_payment_refuses_it(bench: Workbench) -> None:
    assert (await bench.void()).status is S.VOIDED
    assert (await bench.void()).status is S.VOIDED
    assert (await bench.authorize()).status is S.VOIDED
    with pytest.raises(IllegalTransition):
        await bench.capture()


async def test_a_captured_payment_is_not_voided(bench: Workbench) -> None:
    await bench.authorize()
    await bench.capture()
    with pytest.raises(IllegalTransition):
        await bench.void()
    assert bench.charge.status is S.CAPTURED


async def test_a_refused_capture_follows_the_providers_books(bench: Workbench) -> None:
    payment = await bench.authorize()
    await bench.provider.void(payment)
    with pytest.raises(IllegalTransition):
        await bench.capture()
    assert bench.payment.status is S.VOIDED


async def test_a_refused_void_records_a_capture_at_the_provider(bench: Workbench) -> None:
    payment = await bench.authorize()
    await bench.provider.capture(payment)
    with pytest.raises(IllegalTransition):
        await bench.void()
    assert bench.payment.status is S.CAPTURED
    assert len(bench.store.entries) == 1


async def test_no_more_than_the_captured_amount_is_refunded(bench: Workbench) -> None:
    await bench.authorize()
    with pytest.raises(IllegalTransition):
        await bench.refund("ref_1", 1)
    await bench.capture()
    await bench.refund("ref_1", 6_000)
    with pytest.raises(IllegalTransition):
        await bench.refund("ref_2", 4_001)
    with pytest.raises(PaymentMismatch):
        await bench.refund("ref_1", 5_999)
    assert bench.payment.refunded == Money(6_000, "MXN")


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_a_refund_without_an_answer_is_finished_by_the_worker(
    bench: Workbench, fate: Fate
) -> None:
    await bench.authorize()
    await bench.capture()
    bench.provider.fates = [fate]
    with pytest.raises(Unavailable):
        await bench.refund("ref_1", 4_000)
    assert bench.payment.refunded == Money(0, "MXN")
    bench.later()
    await bench.recover()
    assert bench.payment.refunded == Money(4_000, "MXN")
    assert bench.charge.refunds == {"ref_1": 4_000}
    assert not bench.payment.is_unsettled


async def test_a_refund_that_the_provider_refuses_stays_unsettled(bench: Workbench) -> None:
    payment = await bench.authorize()
    await bench.capture()
    await bench.provider.refund(payment, Refund("by hand", bench.amount, bench.clock.now()))
    with pytest.raises(ProviderRefused):
        await bench.refund("ref_1", 1)
    bench.later()
    await bench.recover()
    assert bench.payment.is_unsettled


async def test_one_reference_is_one_payment(bench: Workbench) -> None:
    await bench.authorize()
    for account_id, amount in (
        ("acc_other", bench.amount),
        (bench.account_id, Money(10_001, "MXN")),
        (bench.account_id, Money(10_000, "CLP")),
    ):
        with pytest.raises(PaymentMismatch):
            await bench.service.authorize(bench.reference, account_id, amount, "tok_visa")
        with pytest.raises(PaymentMismatch):
            await bench.service.void(bench.reference, account_id, amount)
    assert bench.payment.status is S.AUTHORIZED


async def test_a_payment_of_a_deleted_account_can_be_voided(bench: Workbench) -> None:
    await bench.authorize()
    await bench.store.anonymise(bench.account_id)
    voided = await bench.void()
    assert (voided.status, voided.account_id, voided.card) == (S.VOIDED, ANONYMOUS, None)


async def test_an_unknown_reference_is_not_found(bench: Workbench) -> None:
    with pytest.raises(NotFound):
        await bench.capture()
    with pytest.raises(NotFound):
        await bench.refund("ref_1", 1)


async def test_a_webhook_before_the_answer_captures_once(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = await bench.authorize()
    capture = bench.provider.capture

    async def capture_with_webhook(of: Payment) -> None:
        await capture(of)
        await bench.service.handle_webhook(payment.id.encode(), "good")

    monkeypatch.setattr(bench.provider, "capture", capture_with_webhook)
    captured = await bench.capture()
    assert captured == bench.payment
    assert captured.status is S.CAPTURED
    assert (len(bench.store.entries), len(bench.store.events)) == (1, 1)


async def test_a_decision_on_an_older_version_is_made_again(bench: Workbench) -> None:
    read = await bench.authorize()
    await bench.store.anonymise(bench.account_id)
    taken = await bench.settlement.record_captured(read)
    assert taken == bench.payment
    assert (taken.account_id, taken.status) == (ANONYMOUS, S.CAPTURED)
    assert len(bench.store.entries) == 1


async def test_a_charge_id_is_stored_before_the_payment_is_authorised() -> None:
    bench = new_bench(provider_has_own_ids=True)
    bench.provider.fates = [Fate.ANSWERED, Fate.ANSWER_LOST]
    unknown = await bench.authorize()
    assert (unknown.status, unknown.charge_id) == (S.UNKNOWN, "ch_1")
    assert (await bench.authorize()).status is S.AUTHORIZED
    assert bench.provider.calls == ["prepare", "authorize", "authorize"]
    assert list(bench.provider.books) == ["ch_1"]


async def test_a_refused_refund_is_attempted_again(bench: Workbench) -> None:
    await bench.authorize()
    await bench.capture()
    bench.provider.refuses_refunds = True
    with pytest.raises(ProviderRefused):
        await bench.refund("ref_1", 4_000)
    bench.later()
    await bench.recover()
    bench.provider.refuses_refunds = False
    bench.provider.fates = [Fate.ANSWERED, Fate.NOT_DONE]
    bench.later()
    await bench.recover()
    bench.later()
    await bench.recover()
    # The lost answer did not end the third attempt.
    assert bench.provider.attempts == [1, 2, 3, 3]
    assert bench.charge.refunds == {"ref_1": 4_000}
    assert bench.payment.refunded == Money(4_000, "MXN")


async def test_the_card_of_a_deleted_account_is_not_stored(bench: Workbench) -> None:
    bench.provider.fates = [Fate.ANSWER_LOST]
    await bench.authorize()
    await bench.store.anonymise(bench.account_id)
    bench.later()
    await bench.recover()
    assert (bench.payment.status, bench.payment.card) == (S.AUTHORIZED, None)


async def test_a_payment_is_voided_before_payment_knows_that_its_account_was_deleted(
    bench: Workbench,
) -> None:
    await bench.authorize()
    voided = await bench.service.void(bench.reference, ANONYMOUS, bench.amount)
    assert voided.status is bench.charge.status is S.VOIDED
