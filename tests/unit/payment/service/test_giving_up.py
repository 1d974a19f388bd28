"""A payment that is given up cannot arrive later, and its reserved amount is released."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import Unavailable
from subgraphs.payment.domain.payments import Payment, PaymentStatus
from subgraphs.payment.errors import (
    IllegalTransition,
    OutcomeUnknown,
    ProviderRefused,
)
from subgraphs.payment.ports import Voided
from tests.unit.payment.fakes import GIVE_UP_AFTER, Fate, Workbench, new_bench

S = PaymentStatus


async def _refuse(payment: Payment) -> None:
    """Stand in for a call to a provider that refuses it."""
    raise ProviderRefused("it is being processed")


async def test_a_payment_that_was_given_up_is_not_authorised_later(bench: Workbench) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    payment = await bench.authorize()
    bench.later(GIVE_UP_AFTER)
    await bench.recover()
    late = await bench.provider.authorize(payment, "tok_visa")
    assert late == Voided()
    assert (await bench.authorize()).status is S.VOIDED


async def test_a_payment_that_may_still_arrive_is_not_given_up(bench: Workbench) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    bench.later(GIVE_UP_AFTER - timedelta(seconds=1))
    asked = await bench.service.by_reference(bench.reference)
    assert asked is not None
    assert asked.status is S.UNKNOWN
    assert bench.provider.books == {}


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_a_charge_id_whose_answer_was_lost_reserves_nothing(fate: Fate) -> None:
    bench = new_bench(provider_has_own_ids=True)
    bench.provider.fates = [fate]
    assert (await bench.authorize()).status is S.UNKNOWN
    bench.later()
    await bench.recover()
    assert bench.payment.status is S.VOIDED
    assert (await bench.authorize()).status is S.VOIDED
    assert bench.provider.books == {}


async def test_a_payment_voided_before_its_charge_id_is_stored_is_not_authorised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = new_bench(provider_has_own_ids=True)
    prepare = bench.provider.prepare

    async def prepare_and_lose_the_race(payment: Payment) -> object:
        id = await prepare(payment)
        await bench.void()
        return id

    monkeypatch.setattr(bench.provider, "prepare", prepare_and_lose_the_race)
    voided = await bench.authorize()
    assert (voided.status, voided.charge_id) == (S.VOIDED, None)
    assert bench.provider.calls == ["prepare"]


async def test_a_payment_authorised_while_it_is_voided_is_voided_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = new_bench(provider_has_own_ids=True)
    void = bench.provider.void

    async def void_before_it_is_authorised(payment: Payment) -> None:
        await void(payment)
        if payment.charge_id is None:
            assert (await bench.authorize()).status is S.AUTHORIZED

    monkeypatch.setattr(bench.provider, "void", void_before_it_is_authorised)
    bench.provider.fates = [Fate.ANSWERED, Fate.ANSWERED, Fate.NOT_DONE]
    with pytest.raises(Unavailable):
        await bench.void()
    assert bench.payment.status is bench.charge.status is S.AUTHORIZED
    assert (await bench.void()).status is S.VOIDED
    assert bench.charge.status is S.VOIDED


async def test_a_refused_void_leaves_the_payment_authorised(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.provider.fates = [Fate.ANSWER_LOST]
    await bench.authorize()

    monkeypatch.setattr(bench.provider, "void", _refuse)
    with pytest.raises(IllegalTransition):
        await bench.void()
    assert bench.payment.status is bench.charge.status is S.AUTHORIZED


async def test_a_payment_authorised_after_the_provider_was_asked_is_not_given_up(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider does not know the payment at first, then authorises it before we write."""
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    bench.later()
    find, answers = bench.provider.find, list[Payment]()

    async def find_before_it_is_authorised(payment: Payment) -> object:
        found = await find(payment)
        answers.append(await bench.authorize())
        return found

    monkeypatch.setattr(bench.provider, "find", find_before_it_is_authorised)
    await bench.recover()
    assert [payment.status for payment in answers] == [S.AUTHORIZED]
    assert bench.payment.status is bench.charge.status is S.AUTHORIZED, "a caller relies on it"


async def test_an_amount_reserved_after_the_payment_was_given_up_is_released(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    authorize = bench.provider.authorize

    async def slowly(payment: Payment, token: str) -> object:
        answer = await authorize(payment, token)
        bench.later()
        # The payment is given up here, but the void does not reach the provider.
        bench.provider.find = nothing_is_known
        bench.provider.fates = [Fate.NOT_DONE]
        await bench.recover()
        return answer

    async def nothing_is_known(payment: Payment) -> None:
        return None

    monkeypatch.setattr(bench.provider, "authorize", slowly)
    assert (await bench.authorize()).status is S.VOIDED
    assert bench.charge.status is S.AUTHORIZED
    assert bench.payment.is_unsettled
    bench.later()
    await bench.recover()
    assert bench.charge.status is S.VOIDED
    assert not bench.payment.is_unsettled


async def test_an_amount_reserved_for_a_declined_payment_is_released(bench: Workbench) -> None:
    """The bank declined the first call and authorised the second."""
    await bench.authorize("tok_declined")
    (id,) = bench.provider.books
    bench.provider.books[id] = replace(bench.charge, status=S.AUTHORIZED, decline_code=None)
    await bench.service.handle_webhook(bench.payment.id.encode(), "good")
    assert bench.payment.is_unsettled
    bench.later()
    await bench.recover()
    assert (bench.payment.status, bench.charge.status) == (S.DECLINED, S.VOIDED)
    assert not bench.payment.is_unsettled


async def test_a_repeated_call_starts_the_time_limit_again(bench: Workbench) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    bench.later()
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    bench.later(GIVE_UP_AFTER - timedelta(seconds=1))
    await bench.recover()
    assert bench.payment.status is S.UNKNOWN


async def test_a_query_gives_a_payment_up_though_the_provider_refuses_to_void_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    bench.later()

    monkeypatch.setattr(bench.provider, "void", _refuse)
    asked = await bench.service.by_reference(bench.reference)
    assert asked is not None
    assert asked.status is S.VOIDED


async def test_a_lost_authorisation_of_a_declined_payment_is_released(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two calls, one is declined; the other is authorised, but its answer is lost."""
    bench.provider.fates = [Fate.NOT_DONE]
    await bench.authorize()
    authorize = bench.provider.authorize

    async def lose_the_answer(payment: Payment, token: str) -> object:
        await authorize(payment, token)
        await bench.settlement.record_declined(payment, "card_declined")
        raise OutcomeUnknown("the answer was lost")

    monkeypatch.setattr(bench.provider, "authorize", lose_the_answer)
    assert (await bench.authorize()).status is S.DECLINED
    assert bench.charge.status is S.AUTHORIZED
    bench.later()
    await bench.recover()
    assert bench.charge.status is S.VOIDED
    assert not bench.payment.is_unsettled


async def test_a_payment_is_given_up_though_the_provider_refuses_to_void_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    unknown = await bench.authorize()
    bench.later()

    monkeypatch.setattr(bench.provider, "void", _refuse)
    given_up = await bench.settlement.settle(unknown)
    assert (given_up.status, given_up.is_unsettled) == (S.VOIDED, True)


async def test_a_query_answers_the_stored_state_when_the_provider_refuses(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.provider.fates = [Fate.NOT_DONE]
    unknown = await bench.authorize()

    monkeypatch.setattr(bench.provider, "find", _refuse)
    assert await bench.service.by_reference(bench.reference) == unknown


async def test_a_voided_payment_that_the_provider_captured_is_not_released(
    bench: Workbench,
) -> None:
    """The money was taken: there is nothing to void, and people must look into it."""
    authorized = await bench.authorize()
    await bench.settlement.record_voided(authorized)
    await bench.provider.capture(authorized)
    with pytest.raises(IllegalTransition):
        await bench.settlement.settle(bench.payment)
    assert not bench.payment.is_unsettled
