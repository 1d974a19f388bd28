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
from tests.unit.payment.fakes import GIVE_UP_AFTER, Fate, House, new_house

S = PaymentStatus


async def _refuse(payment: Payment) -> None:
    """As a provider's call, for certain."""
    raise ProviderRefused("it is being processed")


async def test_what_was_given_up_cannot_come_any_more(house: House) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    payment = await house.authorize()
    house.later(GIVE_UP_AFTER)
    await house.recover()
    late = await house.provider.authorize(payment, "tok_visa")
    assert late == Voided()
    assert (await house.authorize()).status is S.VOIDED


async def test_a_payment_that_may_still_come_is_not_given_up(house: House) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    house.later(GIVE_UP_AFTER - timedelta(seconds=1))
    asked = await house.service.by_reference(house.reference)
    assert asked is not None
    assert asked.status is S.UNKNOWN
    assert house.provider.books == {}


@pytest.mark.parametrize("fate", [Fate.NOT_DONE, Fate.ANSWER_LOST])
async def test_an_id_that_nobody_heard_is_worth_nothing(fate: Fate) -> None:
    house = new_house(provider_has_own_ids=True)
    house.provider.fates = [fate]
    assert (await house.authorize()).status is S.UNKNOWN
    house.later()
    await house.recover()
    assert house.payment.status is S.VOIDED
    assert (await house.authorize()).status is S.VOIDED
    assert house.provider.books == {}


async def test_what_is_given_up_before_its_id_is_on_record_is_never_authorised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = new_house(provider_has_own_ids=True)
    prepare = house.provider.prepare

    async def and_lose_the_race(payment: Payment) -> object:
        id = await prepare(payment)
        await house.void()
        return id

    monkeypatch.setattr(house.provider, "prepare", and_lose_the_race)
    voided = await house.authorize()
    assert (voided.status, voided.charge_id) == (S.VOIDED, None)
    assert house.provider.calls == ["prepare"]


async def test_what_is_authorised_while_it_is_given_up_is_voided_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = new_house(provider_has_own_ids=True)
    void = house.provider.void

    async def just_too_early(payment: Payment) -> None:
        await void(payment)
        if payment.charge_id is None:
            assert (await house.authorize()).status is S.AUTHORIZED

    monkeypatch.setattr(house.provider, "void", just_too_early)
    house.provider.fates = [Fate.ANSWERED, Fate.ANSWERED, Fate.NOT_DONE]
    with pytest.raises(Unavailable):
        await house.void()
    assert house.payment.status is house.charge.status is S.AUTHORIZED
    assert (await house.void()).status is S.VOIDED
    assert house.charge.status is S.VOIDED


async def test_when_a_void_is_refused_because_it_was_authorised_nothing_is_voided_here(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.fates = [Fate.ANSWER_LOST]
    await house.authorize()

    monkeypatch.setattr(house.provider, "void", _refuse)
    with pytest.raises(IllegalTransition):
        await house.void()
    assert house.payment.status is house.charge.status is S.AUTHORIZED


async def test_what_was_reported_since_the_provider_was_asked_is_not_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider had not heard of it; before that is acted on, it is authorised after all."""
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    house.later()
    find, told = house.provider.find, list[Payment]()

    async def just_too_early(payment: Payment) -> object:
        found = await find(payment)
        told.append(await house.authorize())
        return found

    monkeypatch.setattr(house.provider, "find", just_too_early)
    await house.recover()
    assert [payment.status for payment in told] == [S.AUTHORIZED]
    assert house.payment.status is house.charge.status is S.AUTHORIZED, "it is left to who was told"


async def test_what_is_reserved_after_it_was_given_up_is_told_to_nobody_and_released(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    authorize = house.provider.authorize

    async def slowly(payment: Payment, token: str) -> object:
        answer = await authorize(payment, token)
        house.later()
        # Given up here, while the provider has it: its void does not come through.
        house.provider.find = nothing_is_known
        house.provider.fates = [Fate.NOT_DONE]
        await house.recover()
        return answer

    async def nothing_is_known(payment: Payment) -> None:
        return None

    monkeypatch.setattr(house.provider, "authorize", slowly)
    assert (await house.authorize()).status is S.VOIDED
    assert house.charge.status is S.AUTHORIZED
    assert house.payment.is_unsettled
    house.later()
    await house.recover()
    assert house.charge.status is S.VOIDED
    assert not house.payment.is_unsettled


async def test_what_is_reserved_for_a_declined_payment_is_released(house: House) -> None:
    """A second try that the bank let through, when the first one's decline was already known."""
    await house.authorize("tok_declined")
    (id,) = house.provider.books
    house.provider.books[id] = replace(house.charge, status=S.AUTHORIZED, decline_code=None)
    await house.service.handle_webhook(house.payment.id.encode(), "good")
    assert house.payment.is_unsettled
    house.later()
    await house.recover()
    assert (house.payment.status, house.charge.status) == (S.DECLINED, S.VOIDED)
    assert not house.payment.is_unsettled


async def test_who_asks_again_has_the_time_of_a_first_call(house: House) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    house.later()
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    house.later(GIVE_UP_AFTER - timedelta(seconds=1))
    await house.recover()
    assert house.payment.status is S.UNKNOWN


async def test_who_asks_is_told_what_is_known_though_the_provider_refuses(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    house.later()

    monkeypatch.setattr(house.provider, "void", _refuse)
    asked = await house.service.by_reference(house.reference)
    assert asked is not None
    assert asked.status is S.VOIDED


async def test_what_is_unanswered_for_a_payment_that_is_over_is_released(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two calls, one is told no, and the other nothing while the bank says yes."""
    house.provider.fates = [Fate.NOT_DONE]
    await house.authorize()
    authorize = house.provider.authorize

    async def meanwhile(payment: Payment, token: str) -> object:
        await authorize(payment, token)
        await house.settlement.record_declined(payment, "card_declined")
        raise OutcomeUnknown("the answer was lost")

    monkeypatch.setattr(house.provider, "authorize", meanwhile)
    assert (await house.authorize()).status is S.DECLINED
    assert house.charge.status is S.AUTHORIZED
    house.later()
    await house.recover()
    assert house.charge.status is S.VOIDED
    assert not house.payment.is_unsettled


async def test_it_is_given_up_though_the_provider_refuses_to_void_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    unknown = await house.authorize()
    house.later()

    monkeypatch.setattr(house.provider, "void", _refuse)
    given_up = await house.settlement.settle(unknown)
    assert (given_up.status, given_up.is_unsettled) == (S.VOIDED, True)


async def test_who_asks_is_told_what_is_known_though_the_provider_does_not_say(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.fates = [Fate.NOT_DONE]
    unknown = await house.authorize()

    monkeypatch.setattr(house.provider, "find", _refuse)
    assert await house.service.by_reference(house.reference) == unknown


async def test_what_is_over_here_and_captured_there_is_not_to_be_released(house: House) -> None:
    """Its money was taken: there is nothing to void, and people are to look into it."""
    authorized = await house.authorize()
    await house.settlement.record_voided(authorized)
    await house.provider.capture(authorized)
    with pytest.raises(IllegalTransition):
        await house.settlement.settle(house.payment)
    assert not house.payment.is_unsettled
