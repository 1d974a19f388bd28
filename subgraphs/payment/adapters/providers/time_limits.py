"""Limits how long a provider may take to answer; after that, the outcome is unknown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Payment, Refund
from subgraphs.payment.errors import OutcomeUnknown
from subgraphs.payment.ports import Authorized, Declined, PaymentProvider, Voided

Answer = TypeVar("Answer")


class TimeLimited:
    """Adapter of the port PaymentProvider that limits the calls of another.

    A limit covers the whole call, even if the call makes several requests.
    """

    def __init__(
        self, provider: PaymentProvider, *, authorize: timedelta, other: timedelta
    ) -> None:
        """`authorize` limits the call that asks the card's bank; `other` limits all others."""
        self._provider = provider
        self._authorize = authorize
        self._other = other

    async def prepare(self, payment: Payment) -> str | Declined | None:
        return await _within(self._other, self._provider.prepare(payment))

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        return await _within(self._authorize, self._provider.authorize(payment, token))

    async def capture(self, payment: Payment) -> None:
        await _within(self._other, self._provider.capture(payment))

    async def void(self, payment: Payment) -> None:
        await _within(self._other, self._provider.void(payment))

    async def refund(self, payment: Payment, refund: Refund) -> None:
        await _within(self._other, self._provider.refund(payment, refund))

    async def find(self, payment: Payment) -> Charge | None:
        return await _within(self._other, self._provider.find(payment))

    def charges(self, since: datetime) -> AsyncIterator[Charge]:
        return self._provider.charges(since)

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        return self._provider.webhook_subject(body, signature)


async def _within(limit: timedelta, call: Awaitable[Answer]) -> Answer:
    try:
        async with asyncio.timeout(limit.total_seconds()):
            return await call
    except TimeoutError as error:
        raise OutcomeUnknown(f"no answer within {limit.total_seconds():g} s") from error
