"""Showtimes as catalog's API describes them, where no event has arrived yet."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from shared import deadlines
from shared.clock import Clock
from shared.errors import Unavailable
from shared.money import Money
from subgraphs.booking.adapters.catalog_client import CatalogClient, ShowtimeStatus
from subgraphs.booking.adapters.graphql_client import CallRefused, ServiceFault
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import Inventory, Seat, SeatClass, TicketCategory

_ANSWERS_LAG = timedelta(seconds=5)
"""Catalog answers from caches: an answer may be this much older than the newest event."""
_PART = "catalog service"
_SCOPE = "showtimes:read"
SCHEDULE_WITHIN = timedelta(seconds=1)
"""How long a customer who books waits for catalog; the booking then goes on without it."""

Result = TypeVar("Result")


class GraphqlShowtimeCatalog:
    """Adapter of the port ShowtimeCatalog, through the client generated from catalog's schema."""

    def __init__(self, client: CatalogClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def inventory(self, showtime_id: str) -> Inventory | None:
        as_of = self._clock.now() - _ANSWERS_LAG
        showtime = (
            await _answered(self._client.showtime_snapshot(showtime_id, scope=_SCOPE))
        ).showtime
        if showtime is None:
            return None
        seats = [
            Seat.free(seat.id, row.label, seat.number, seat.column, seat.seat_class)
            for row in showtime.auditorium.rows
            for seat in row.seats
        ]
        return Inventory(
            showtime_id=showtime.id,
            version=1,
            as_of=as_of,
            scheduled=showtime.status is ShowtimeStatus.SCHEDULED,
            movie_title=showtime.movie.title,
            cinema_name=showtime.cinema.name,
            auditorium_id=showtime.auditorium.id,
            auditorium_name=showtime.auditorium.name,
            timezone=showtime.cinema.timezone,
            starts_at=showtime.starts_at,
            ends_at=showtime.ends_at,
            seats={seat.id: seat for seat in seats},
            prices={
                (TicketCategory(each.category), SeatClass(each.seat_class)): Money(
                    each.price.amount_minor, each.price.currency
                )
                for each in showtime.prices
            },
        )

    async def schedule(self, showtime_id: str) -> Schedule | None:
        try:
            seconds = SCHEDULE_WITHIN.total_seconds()
            with deadlines.within(seconds):
                async with asyncio.timeout(seconds):
                    call = self._client.showtime_schedule(showtime_id, scope=_SCOPE)
                    answer = await _answered(call)
        except TimeoutError:
            raise Unavailable(_PART) from None
        showtime = answer.showtime
        if showtime is None:
            return None
        return Schedule(
            starts_at=showtime.starts_at,
            auditorium_id=showtime.auditorium.id,
            cancelled=showtime.status is ShowtimeStatus.CANCELLED,
        )


async def _answered(call: Awaitable[Result]) -> Result:
    """Return the call's answer. Raises Unavailable when catalog failed or refused it.

    Reading is safe to repeat, so callers wait as for a service that does not answer.
    """
    try:
        return await call
    except (ServiceFault, CallRefused) as failure:
        raise Unavailable(_PART) from failure
