"""The recovery worker goes on, whatever becomes of one payment."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from subgraphs.payment.domain.payments import Payment, PaymentStatus
from tests.unit.payment.fakes import Fate, House

S = PaymentStatus


async def _unknown(house: House, number: int) -> Payment:
    """A payment whose authorisation went unanswered, and never came."""
    house.provider.fates = [Fate.NOT_DONE]
    reference = f"bkg_{number:026}"
    return await house.service.authorize(reference, house.account_id, house.amount, "tok_visa")


async def test_a_fault_of_ours_over_one_payment_ends_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await _unknown(house, 1), await _unknown(house, 2)
    settle = house.settlement.settle

    async def stumble(payment: Payment) -> Payment:
        if payment.id == bad.id:
            raise RuntimeError("nobody thought of this")
        return await settle(payment)

    monkeypatch.setattr(house.settlement, "settle", stumble)
    house.later()
    with capture_logs() as logs:
        await house.recover()
    assert house.store.payments[good.id].status is S.VOIDED
    assert house.store.payments[bad.id].status is S.UNKNOWN
    assert [each["payment_id"] for each in logs if each["event"] == "recovery_failed"] == [bad.id]
    assert bad.id in house.store.postponed, "it waits for its next turn"


async def test_those_that_stay_unknown_keep_nobody_waiting(house: House) -> None:
    stuck = [await _unknown(house, number) for number in range(60)]
    asked: list[str] = []

    async def nothing_is_known(payment: Payment) -> None:
        asked.append(payment.id)

    house.provider.find = nothing_is_known
    house.later(timedelta(seconds=10))
    await house.recover()
    await house.recover()
    assert sorted(asked) == sorted(payment.id for payment in stuck)


async def test_the_longer_it_waits_the_rarer_it_is_tried(house: House) -> None:
    payment = await _unknown(house, 1)
    pauses: list[float] = []
    for _ in range(30):
        house.later(timedelta(minutes=10))
        house.provider.fates = [Fate.NOT_DONE]
        await house.recover()
        pauses.append((house.store.postponed[payment.id] - house.clock.at).total_seconds())
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (60, 600)
