"""The recovery worker: no booking stays half-way, whatever crashed."""

import asyncio
from datetime import timedelta

import structlog
from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.errors import Unavailable
from shared.telemetry.correlation import correlated
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.errors import Overtaken
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.saga import BookingSaga

log = structlog.get_logger(__name__)

_LEASE = timedelta(seconds=15)
_BATCH = 20


class RecoveryWorker:
    """Takes over bookings whose time has come, by lease, and goes on with their saga."""

    def __init__(
        self,
        bookings: BookingStore,
        saga: BookingSaga,
        clock: Clock,
        *,
        every: timedelta,
        attempts: int,
    ) -> None:
        """`attempts` is how often a booking is tried before it is left to people."""
        self._bookings = bookings
        self._saga = saga
        self._clock = clock
        self._every = every.total_seconds()
        self._attempts = attempts

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        while True:
            try:
                while overdue := await self.overdue():
                    # At once: one whose payment does not answer keeps the others waiting for none.
                    await asyncio.gather(*map(self.recover, overdue))
            except PyMongoError as error:
                log.warning("recovery_waits", error=repr(error))
            await asyncio.sleep(self._every)

    async def overdue(self) -> list[Booking]:
        """A batch of the bookings whose time has come."""
        return await self._bookings.overdue(self._clock.now(), _BATCH)

    async def recover(self, booking: Booking) -> None:
        """Take the booking over, unless another worker has, and go on with its saga."""
        with correlated(booking.id):
            try:
                mine = await self._bookings.lease(booking, self._clock.now() + _LEASE)
                try:
                    await self._saga.resume(mine)
                except Unavailable as away:
                    await self._later(mine, away)
            except Overtaken:
                log.info("recovery_overtaken", booking_id=booking.id)

    async def _later(self, booking: Booking, away: Unavailable) -> None:
        if booking.attempts >= self._attempts:
            await self._saga.abandon(booking)
            return
        pause = timedelta(seconds=min(2**booking.attempts, 60))
        log.info("recovery_later", booking_id=booking.id, part=away.part, pause=str(pause))
        await self._bookings.postpone(booking, self._clock.now() + pause)
