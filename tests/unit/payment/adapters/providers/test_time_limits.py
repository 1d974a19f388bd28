"""A call that hangs ends at its time limit, with an unknown outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from subgraphs.payment.adapters.providers.time_limits import TimeLimited
from subgraphs.payment.domain.payments import Refund
from subgraphs.payment.errors import OutcomeUnknown
from subgraphs.payment.ports import Authorized
from tests.unit.payment.fakes import PAYMENT, VISA, MemoryProvider

Call = Callable[[TimeLimited], Awaitable[object]]

REFUND = Refund("ref_1", PAYMENT.amount, PAYMENT.created_at)
CALLS: dict[str, Call] = {
    "prepare": lambda provider: provider.prepare(PAYMENT),
    "authorize": lambda provider: provider.authorize(PAYMENT, "tok_visa"),
    "capture": lambda provider: provider.capture(PAYMENT),
    "void": lambda provider: provider.void(PAYMENT),
    "refund": lambda provider: provider.refund(PAYMENT, REFUND),
    "find": lambda provider: provider.find(PAYMENT),
}


@pytest.mark.parametrize("name", CALLS)
async def test_a_call_that_hangs_has_an_unknown_outcome(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = MemoryProvider()

    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(hung, name, hang)
    soon = timedelta(milliseconds=10)
    with pytest.raises(OutcomeUnknown):
        await CALLS[name](TimeLimited(hung, authorize=soon, other=soon))


async def test_an_authorisation_has_a_longer_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = MemoryProvider()
    authorize = slow.authorize

    async def answer_slowly(*args: object) -> object:
        await asyncio.sleep(0.05)
        return await authorize(PAYMENT, "tok_visa")

    monkeypatch.setattr(slow, "authorize", answer_slowly)
    limited = TimeLimited(slow, authorize=timedelta(minutes=1), other=timedelta(milliseconds=10))
    assert await limited.authorize(PAYMENT, "tok_visa") == Authorized(VISA)
