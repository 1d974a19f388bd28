"""The recovery worker: no booking stays half-way after a crash."""

import asyncio
from datetime import timedelta

import structlog

from shared.backoff import Backoff
from shared.clock import Clock
from shared.errors import TransientFailure, VersionConflict
from shared.storage.unavailability import PART_FAILURES, unavailability
from shared.telemetry.correlation import correlated
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.timing import Timing
from subgraphs.booking.errors import PaymentStuck
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.service.saga import BookingSaga

log = structlog.get_logger(__name__)

_BATCH = 20
_RETRY = Backoff(timedelta(seconds=2), timedelta(seconds=60))


class RecoveryWorker:
    """Takes over overdue bookings, by lease, and continues their saga.

    It waits for an unavailable part for as long as that takes, with growing pauses. A step that
    fails although every part is available is tried a number of times, and then left to people.
    """

    def __init__(
        self,
        bookings: BookingStore,
        saga: BookingSaga,
        timing: Timing,
        clock: Clock,
        *,
        attempts: int,
    ) -> None:
        """`attempts` is how often a step may fail before it is left to people."""
        self._bookings = bookings
        self._saga = saga
        self._timing = timing
        self._clock = clock
        self._attempts = attempts

    async def recover_overdue(self) -> None:
        """Recover batch after batch, until a batch has nothing that this worker could take over."""
        # At the same time: a booking whose payment does not answer must not delay the others.
        while any(await asyncio.gather(*map(self.recover, await self.overdue()))):
            pass

    async def overdue(self) -> list[Booking]:
        """Return a batch of overdue bookings."""
        return await self._bookings.overdue(self._clock.now(), _BATCH)

    async def recover(self, booking: Booking) -> bool:
        """Take the booking over and continue its saga; return False when another worker has it.

        No failure of one booking keeps the others waiting.
        """
        with correlated(booking.id):
            try:
                leased = await self._bookings.lease(booking, self._clock.now() + self._timing.lease)
                await self._resume(leased)
            except VersionConflict:
                log.info("recovery_version_conflict", booking_id=booking.id)
                return False
            except PART_FAILURES as error:
                # The database is unavailable: the lease ends by itself.
                log.warning("recovery_waits", booking_id=booking.id, error=repr(error))
                return False
        return True

    async def _resume(self, booking: Booking) -> None:
        try:
            await self._saga.resume(booking)
        except VersionConflict:
            raise
        except TransientFailure as waiting:
            log.info("recovery_later", booking_id=booking.id, part=waiting.part)
            await self._postpone(booking, booking.failures)
        except PaymentStuck as stuck:
            log.warning("recovery_failed", booking_id=booking.id, why=str(stuck))
            await self._count_failure(booking)
        except Exception as fault:
            if unavailability(fault):
                raise
            log.exception("recovery_failed", booking_id=booking.id)
            await self._count_failure(booking)

    async def _count_failure(self, booking: Booking) -> None:
        failures = booking.failures + 1
        if failures >= self._attempts:
            await self._saga.leave_to_people(booking)
        else:
            await self._postpone(booking, failures)

    async def _postpone(self, booking: Booking, failures: int) -> None:
        """Leave the booking for a while; after a step was made, its lease ends by itself."""
        pause = _RETRY.pause(booking.attempts)
        await self._bookings.postpone(booking, self._clock.now() + pause, failures)
