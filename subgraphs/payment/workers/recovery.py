"""The recovery worker: no payment stays unknown, no promised refund undone, and nothing reserved
in vain."""

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
from subgraphs.payment.service.settlement import Settlement

log = structlog.get_logger(__name__)

_BATCH = 50
_AT_ONCE = 10
_LEAST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=10)


class RecoveryWorker:
    """Asks the provider what became of payments whose answer did not come.

    What cannot be settled has its next turn after a tenth of the time for which it has waited, so
    that it keeps nothing else waiting. Replicas may ask about the same payment: each step of a
    payment is taken once all the same.
    """

    def __init__(
        self, store: PaymentStore, settlement: Settlement, clock: Clock, *, after: timedelta
    ) -> None:
        """`after` is how long a payment is left to the call that is at it."""
        self._store = store
        self._settlement = settlement
        self._clock = clock
        self._after = after
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def work_once(self) -> None:
        """Settle a batch of what is overdue; PyMongoError when the database is away."""
        now = self._clock.now()
        overdue = await self._store.unsettled(now - self._after, now, _BATCH)
        await asyncio.gather(*map(self._try, overdue))

    async def _try(self, payment: Payment) -> None:
        async with self._at_once:
            with correlated(payment.reference):
                if not await self._is_settled(payment):
                    now = self._clock.now()
                    pause = (now - payment.unsettled_since) / 10
                    pause = max(_LEAST_PAUSE, min(pause, _LONGEST_PAUSE))
                    await self._store.postpone(payment, now + pause)

    async def _is_settled(self, payment: Payment) -> bool:
        try:
            settled = await self._settlement.settle(payment)
        except (OutcomeUnknown, Unavailable) as error:
            log.info("recovery_later", payment_id=payment.id, error=str(error))
        except (IllegalTransition, ProviderRefused) as error:
            # The reconciliation lists it for people; the other payments go on.
            log.warning("books_disagree", payment_id=payment.id, error=str(error))
        except PyMongoError:
            raise
        except Exception:  # a fault of ours over one payment must not end the service for all
            log.exception("recovery_failed", payment_id=payment.id)
        else:
            log.info("payment_settled", payment_id=payment.id, status=settled.status)
            return not settled.is_unsettled
        return False
