"""Payment's use cases: every step once, and no answer is never a failure."""

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
from tests.unit.payment.fakes import VISA, Fate, House, new_house

S = PaymentStatus


async def test_authorised_captured_and_refunded_in_parts(house: House) -> None:
    authorized = await house.authorize()
    assert (authorized.status, authorized.card) == (S.AUTHORIZED, VISA)
    assert (await house.capture()).status is S.CAPTURED
    part = await house.refund("ref_1", 4_000)
    assert (part.status, part.refunded) == (S.PARTIALLY_REFUNDED, Money(4_000, "MXN"))
    assert (await house.refund("ref_2", 6_000)).status is S.REFUNDED
    assert [type(event).__name__ for event in house.store.events] == [
        "PaymentCaptured",
        "PaymentRefunded",
        "PaymentRefunded",
    ]
    moves = [(e.debit, e.credit, e.amount.amount_minor) for e in house.store.entries]
    assert moves == [
        ("provider_balance", "ticket_sales", 10_000),
        ("ticket_sales", "provider_balance", 4_000),
        ("ticket_sales", "provider_balance", 6_000),
    ]


async def test_each_step_repeated_has_its_effect_once(house: House) -> None:
    assert await house.authorize() == await house.authorize()
    assert await house.capture() == await house.capture()
    assert await house.refund("ref_1", 4_000) == await house.refund("ref_1", 4_000)
    assert house.provider.calls == ["authorize", "capture", "refund"]
    assert (len(house.store.entries), len(house.store.events)) == (2, 2)


async def test_a_decline_is_an_answer(house: House) -> None:
    declined = await house.authorize("tok_declined")
    assert (declined.status, declined.decline_code) == (S.DECLINED, "card_declined")
    assert (await house.authorize()).status is S.DECLINED
    with pytest.raises(IllegalTransition):
        await house.capture()


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_no_answer_is_unknown_and_never_a_failure(house: House, fate: Fate) -> None:
    house.provider.fates = [fate]
    assert (await house.authorize()).status is S.UNKNOWN
    assert (await house.authorize()).status is S.AUTHORIZED


@pytest.mark.parametrize(
    ("fate", "status"), [(Fate.NOT_DONE, S.VOIDED), (Fate.ANSWER_LOST, S.AUTHORIZED)]
)
async def test_the_worker_asks_what_became_of_it(
    house: House, fate: Fate, status: PaymentStatus
) -> None:
    house.provider.fates = [fate]
    await house.authorize()
    await house.recover()
    assert house.payment.status is S.UNKNOWN, "left to the call that is at it"
    house.later(timedelta(seconds=10))
    house.provider.fates = [Fate.NOT_DONE]
    await house.recover()
    assert house.payment.status is S.UNKNOWN, "the provider did not tell"
    house.later()
    await house.recover()
    assert house.payment.status is status


async def test_booking_asks_and_is_told_what_the_provider_knows(house: House) -> None:
    assert await house.service.by_reference(house.reference) is None
    house.provider.fates = [Fate.ANSWER_LOST, Fate.NOT_DONE]
    await house.authorize()
    unknown = await house.service.by_reference(house.reference)
    assert unknown is not None
    assert unknown.status is S.UNKNOWN
    known = await house.service.by_reference(house.reference)
    assert known is not None
    assert known.status is S.AUTHORIZED


async def test_a_capture_whose_answer_was_lost_is_repeated(house: House) -> None:
    await house.authorize()
    house.provider.fates = [Fate.ANSWER_LOST]
    with pytest.raises(Unavailable):
        await house.capture()
    assert house.payment.status is S.AUTHORIZED
    assert (await house.capture()).status is S.CAPTURED
    assert len(house.store.entries) == 1


async def test_a_void_before_the_payment_refuses_it(house: House) -> None:
    assert (await house.void()).status is S.VOIDED
    assert (await house.void()).status is S.VOIDED
    assert (await house.authorize()).status is S.VOIDED
    with pytest.raises(IllegalTransition):
        await house.capture()


async def test_a_captured_payment_is_not_voided(house: House) -> None:
    await house.authorize()
    await house.capture()
    with pytest.raises(IllegalTransition):
        await house.void()
    assert house.charge.status is S.CAPTURED


async def test_when_the_providers_books_are_ahead_they_are_followed(house: House) -> None:
    payment = await house.authorize()
    await house.provider.void(payment)
    with pytest.raises(IllegalTransition):
        await house.capture()
    assert house.payment.status is S.VOIDED


async def test_when_it_was_captured_elsewhere_a_void_records_that(house: House) -> None:
    payment = await house.authorize()
    await house.provider.capture(payment)
    with pytest.raises(IllegalTransition):
        await house.void()
    assert house.payment.status is S.CAPTURED
    assert len(house.store.entries) == 1


async def test_more_than_was_taken_is_not_given_back(house: House) -> None:
    await house.authorize()
    with pytest.raises(IllegalTransition):
        await house.refund("ref_1", 1)
    await house.capture()
    await house.refund("ref_1", 6_000)
    with pytest.raises(IllegalTransition):
        await house.refund("ref_2", 4_001)
    with pytest.raises(PaymentMismatch):
        await house.refund("ref_1", 5_999)
    assert house.payment.refunded == Money(6_000, "MXN")


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_a_refund_without_an_answer_is_finished_by_the_worker(
    house: House, fate: Fate
) -> None:
    await house.authorize()
    await house.capture()
    house.provider.fates = [fate]
    with pytest.raises(Unavailable):
        await house.refund("ref_1", 4_000)
    assert house.payment.refunded == Money(0, "MXN")
    house.later()
    await house.recover()
    assert house.payment.refunded == Money(4_000, "MXN")
    assert house.charge.refunds == {"ref_1": 4_000}
    assert not house.payment.is_unsettled


async def test_a_refund_that_the_provider_refuses_stays_for_people(house: House) -> None:
    payment = await house.authorize()
    await house.capture()
    await house.provider.refund(payment, Refund("by hand", house.amount, house.clock.now()))
    with pytest.raises(ProviderRefused):
        await house.refund("ref_1", 1)
    house.later()
    await house.recover()
    assert house.payment.is_unsettled


async def test_one_reference_is_one_payment(house: House) -> None:
    await house.authorize()
    for account_id, amount in (
        ("acc_other", house.amount),
        (house.account_id, Money(10_001, "MXN")),
        (house.account_id, Money(10_000, "CLP")),
    ):
        with pytest.raises(PaymentMismatch):
            await house.service.authorize(house.reference, account_id, amount, "tok_visa")
        with pytest.raises(PaymentMismatch):
            await house.service.void(house.reference, account_id, amount)
    assert house.payment.status is S.AUTHORIZED


async def test_a_payment_whose_owner_is_gone_can_still_be_settled(house: House) -> None:
    await house.authorize()
    await house.store.anonymise(house.account_id)
    voided = await house.void()
    assert (voided.status, voided.account_id, voided.card) == (S.VOIDED, ANONYMOUS, None)


async def test_what_never_was_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        await house.capture()
    with pytest.raises(NotFound):
        await house.refund("ref_1", 1)


async def test_a_webhook_that_is_faster_than_the_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = await house.authorize()
    capture = house.provider.capture

    async def and_tell(of: Payment) -> None:
        await capture(of)
        await house.service.handle_webhook(payment.id.encode(), "good")

    monkeypatch.setattr(house.provider, "capture", and_tell)
    captured = await house.capture()
    assert captured == house.payment
    assert captured.status is S.CAPTURED
    assert (len(house.store.entries), len(house.store.events)) == (1, 1)


async def test_a_decision_on_an_older_version_is_made_again(house: House) -> None:
    read = await house.authorize()
    await house.store.anonymise(house.account_id)
    taken = await house.settlement.record_captured(read)
    assert taken == house.payment
    assert (taken.account_id, taken.status) == (ANONYMOUS, S.CAPTURED)
    assert len(house.store.entries) == 1


async def test_a_providers_own_id_is_on_record_before_it_is_good_for_anything() -> None:
    house = new_house(provider_has_own_ids=True)
    house.provider.fates = [Fate.ANSWERED, Fate.ANSWER_LOST]
    unknown = await house.authorize()
    assert (unknown.status, unknown.charge_id) == (S.UNKNOWN, "ch_1")
    assert (await house.authorize()).status is S.AUTHORIZED
    assert house.provider.calls == ["prepare", "authorize", "authorize"]
    assert list(house.provider.books) == ["ch_1"]


async def test_a_refund_is_asked_for_again_once_it_was_refused_for_certain(house: House) -> None:
    await house.authorize()
    await house.capture()
    house.provider.refuses_refunds = True
    with pytest.raises(ProviderRefused):
        await house.refund("ref_1", 4_000)
    house.later()
    await house.recover()
    house.provider.refuses_refunds = False
    house.provider.fates = [Fate.ANSWERED, Fate.NOT_DONE]
    house.later()
    await house.recover()
    house.later()
    await house.recover()
    # The lost answer did not end the third attempt.
    assert house.provider.attempts == [1, 2, 3, 3]
    assert house.charge.refunds == {"ref_1": 4_000}
    assert house.payment.refunded == Money(4_000, "MXN")


async def test_no_card_is_kept_of_somebody_who_is_gone(house: House) -> None:
    house.provider.fates = [Fate.ANSWER_LOST]
    await house.authorize()
    await house.store.anonymise(house.account_id)
    house.later()
    await house.recover()
    assert (house.payment.status, house.payment.card) == (S.AUTHORIZED, None)


async def test_nobodys_payment_is_voided_before_its_account_is_gone_here_too(
    house: House,
) -> None:
    await house.authorize()
    voided = await house.service.void(house.reference, ANONYMOUS, house.amount)
    assert voided.status is house.charge.status is S.VOIDED
