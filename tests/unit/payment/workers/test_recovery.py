"""The recovery worker settles payments, and a failure in one does not stop the others."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from subgraphs.payment.domain.payments import Payment, PaymentStatus
from tests.unit.payment.fakes import Fate, Workbench

S = PaymentStatus


async def _unknown(bench: Workbench, number: int) -> Payment:
    """Return a payment that never reached the provider."""
    bench.provider.fates = [Fate.NOT_DONE]
    reference = f"bkg_{number:026}"
    return await bench.service.authorize(reference, bench.account_id, bench.amount, "tok_visa")


async def test_a_fault_in_one_payment_does_not_stop_the_others(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await _unknown(bench, 1), await _unknown(bench, 2)
    settle = bench.settlement.settle

    async def fail_on_the_bad_one(payment: Payment) -> Payment:
        if payment.id == bad.id:
            raise RuntimeError("an unexpected fault")
        return await settle(payment)

    monkeypatch.setattr(bench.settlement, "settle", fail_on_the_bad_one)
    bench.later()
    with capture_logs() as logs:
        await bench.recover()
    assert bench.store.payments[good.id].status is S.VOIDED
    assert bench.store.payments[bad.id].status is S.UNKNOWN
    assert [each["payment_id"] for each in logs if each["event"] == "recovery_failed"] == [bad.id]
    assert bad.id in bench.store.postponed, "it is due again later"


async def test_payments_that_stay_unknown_do_not_delay_others(bench: Workbench) -> None:
    stuck = [await _unknown(bench, number) for number in range(60)]
    asked: list[str] = []

    async def nothing_is_known(payment: Payment) -> None:
        asked.append(payment.id)

    bench.provider.find = nothing_is_known
    bench.later(timedelta(seconds=10))
    await bench.recover()
    await bench.recover()
    assert sorted(asked) == sorted(payment.id for payment in stuck)


async def test_the_pauses_grow_with_the_age_of_a_payment(bench: Workbench) -> None:
    payment = await _unknown(bench, 1)
    pauses: list[float] = []
    for _ in range(30):
        bench.later(timedelta(minutes=10))
        bench.provider.fates = [Fate.NOT_DONE]
        await bench.recover()
        pauses.append((bench.store.postponed[payment.id] - bench.clock.at).total_seconds())
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (60, 600)
