"""The recovery worker: no booking stays half-way, whatever crashed."""

import asyncio
from datetime import timedelta

import structlog
from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.errors import Unavailable
from shared.storage.unavailability import away
from shared.telemetry.correlation import correlated
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.errors import Overtaken, PaymentStuck
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.service.saga import BookingSaga, Timing

log = structlog.get_logger(__name__)

_BATCH = 20
_LONGEST_PAUSE = timedelta(seconds=60)


class RecoveryWorker:
    """Takes over bookings whose time has come, by lease, and goes on with their saga.

    A part that is away is waited for without end, with longer and longer pauses. What fails though
    nothing is away is tried so many times, and then left to people.
    """

    def __init__(
        self,
        bookings: BookingStore,
        saga: BookingSaga,
        timing: Timing,
        clock: Clock,
        *,
        every: timedelta,
        attempts: int,
    ) -> None:
        """`attempts` is how often a step may fail before it is left to people."""
        self._bookings = bookings
        self._saga = saga
        self._timing = timing
        self._clock = clock
        self._every = every.total_seconds()
        self._attempts = attempts

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        while True:
            try:
                # At once: one whose payment does not answer keeps the others waiting for none.
                while any(await asyncio.gather(*map(self.recover, await self.overdue()))):
                    pass
            except PyMongoError as error:
                log.warning("recovery_waits", error=repr(error))
            await asyncio.sleep(self._every)

    async def overdue(self) -> list[Booking]:
        """A batch of the bookings whose time has come."""
        return await self._bookings.overdue(self._clock.now(), _BATCH)

    async def recover(self, booking: Booking) -> bool:
        """Take the booking over and go on with its saga; False when that was not to be had.

        Whatever is wrong with it, the others go on.
        """
        with correlated(booking.id):
            try:
                mine = await self._bookings.lease(booking, self._clock.now() + self._timing.lease)
                await self._go_on(mine)
            except Overtaken:
                log.info("recovery_overtaken", booking_id=booking.id)
                return False
            except PyMongoError as error:
                # The lease ends by itself.
                log.warning("recovery_waits", booking_id=booking.id, error=repr(error))
                return False
        return True

    async def _go_on(self, booking: Booking) -> None:
        try:
            await self._saga.resume(booking)
        except Overtaken:
            raise
        except Unavailable as part_away:
            log.info("recovery_later", booking_id=booking.id, part=part_away.part)
            await self._later(booking, booking.failures)
        except PaymentStuck as stuck:
            log.warning("recovery_failed", booking_id=booking.id, why=str(stuck))
            await self._failed(booking)
        except Exception as fault:
            if isinstance(fault, PyMongoError) and away(fault):
                raise
            log.exception("recovery_failed", booking_id=booking.id)
            await self._failed(booking)

    async def _failed(self, booking: Booking) -> None:
        failures = booking.failures + 1
        if failures >= self._attempts:
            await self._saga.abandon(booking)
        else:
            await self._later(booking, failures)

    async def _later(self, booking: Booking, failures: int) -> None:
        """Leave it for a while, unless a step was made first: that one is left to its lease."""
        pause = min(timedelta(seconds=2 ** min(booking.attempts, 6)), _LONGEST_PAUSE)
        await self._bookings.postpone(booking, self._clock.now() + pause, failures)
