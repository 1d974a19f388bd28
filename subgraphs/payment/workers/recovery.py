"""The recovery worker: it settles payments that wait for the provider."""

import asyncio
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import TransientFailure
from shared.storage.unavailability import unavailability
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
    """Asks the provider for the outcome of payments whose answer did not arrive.

    A payment that cannot be settled is due again after a tenth of the time that it has waited, so
    it delays no other. Replicas may ask about the same payment: each transition happens once.
    """

    def __init__(
        self, store: PaymentStore, settlement: Settlement, clock: Clock, *, after: timedelta
    ) -> None:
        """`after` is how long a payment is left to the call that began it."""
        self._store = store
        self._settlement = settlement
        self._clock = clock
        self._after = after
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def recover_overdue(self) -> None:
        """Settle a batch of overdue payments."""
        now = self._clock.now()
        overdue = await self._store.unsettled(now - self._after, now, _BATCH)
        await asyncio.gather(*map(self._recover, overdue))

    async def _recover(self, payment: Payment) -> None:
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
        except (OutcomeUnknown, TransientFailure) as error:
            log.info("recovery_later", payment_id=payment.id, error=str(error))
        except (IllegalTransition, ProviderRefused) as error:
            # The reconciliation lists it for people; the other payments continue.
            log.warning("books_disagree", payment_id=payment.id, error=str(error))
        except Exception as fault:  # a fault in one payment must not end the work for all
            if unavailability(fault):
                raise
            log.exception("recovery_failed", payment_id=payment.id)
        else:
            log.info("payment_settled", payment_id=payment.id, status=settled.status)
            return not settled.is_unsettled
        return False
