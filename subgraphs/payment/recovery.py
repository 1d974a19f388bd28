"""The recovery worker: no payment stays unknown, and no promised refund undone."""

import asyncio
from datetime import timedelta

import structlog
from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.errors import Unavailable
from shared.telemetry.correlation import correlated
from subgraphs.payment.domain.payments import Payment
from subgraphs.payment.errors import IllegalTransition, OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import PaymentStore
from subgraphs.payment.settlement import Settlement

log = structlog.get_logger(__name__)

_BATCH = 50
_AT_ONCE = 10


class RecoveryWorker:
    """Asks the provider what became of payments whose answer did not come.

    Replicas may ask about the same payment: each step of a payment is taken once all the same.
    """

    def __init__(
        self,
        store: PaymentStore,
        settlement: Settlement,
        clock: Clock,
        *,
        every: timedelta,
        after: timedelta,
    ) -> None:
        """`after` is how long a payment is left to the call that is at it."""
        self._store = store
        self._settlement = settlement
        self._clock = clock
        self._every = every.total_seconds()
        self._after = after
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        while True:
            try:
                await self.work_once()
            except PyMongoError as error:
                log.warning("recovery_waits", error=repr(error))
            await asyncio.sleep(self._every)

    async def work_once(self) -> None:
        """Settle a batch of what is overdue."""
        overdue = await self._store.unsettled(self._clock.now() - self._after, _BATCH)
        await asyncio.gather(*map(self._settle, overdue))

    async def _settle(self, payment: Payment) -> None:
        async with self._at_once:
            with correlated(payment.reference):
                try:
                    settled = await self._settlement.settle(payment)
                    log.info("payment_settled", payment_id=payment.id, status=settled.status)
                except (OutcomeUnknown, Unavailable) as error:
                    log.info("recovery_later", payment_id=payment.id, error=str(error))
                except (IllegalTransition, ProviderRefused) as error:
                    # The reconciliation lists it for people; the other payments go on.
                    log.warning("books_disagree", payment_id=payment.id, error=str(error))
