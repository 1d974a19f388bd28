"""Showtimes as catalog describes them: by its events, and by its API where no event came yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.clock import Clock
from shared.messaging.envelope import Envelope
from shared.money import Money
from subgraphs.booking.adapters.catalog_client import CatalogClient, ShowtimeStatus
from subgraphs.booking.domain.seats import (
    Inventory,
    Seat,
    SeatClass,
    SeatState,
    TicketCategory,
)

_ANSWERS_LAG = timedelta(seconds=5)
"""The catalog's answers come from caches: for so long they may not know what an event has told."""


class GraphqlShowtimeCatalog:
    """Adapter of the port ShowtimeCatalog, through the client generated from catalog's schema."""

    def __init__(self, client: CatalogClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def inventory(self, showtime_id: str) -> Inventory | None:
        as_of = self._clock.now() - _ANSWERS_LAG
        showtime = (await self._client.showtime_snapshot(showtime_id)).showtime
        if showtime is None:
            return None
        seats = [
            _free_seat(seat.id, row.label, seat.number, seat.column, seat.seat_class)
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


def inventory_from_event(event: Envelope) -> Inventory:
    """The inventory that `catalog.showtime.scheduled.v1` and `.moved.v1` describe."""
    data: Mapping[str, Any] = event.data
    seats = [
        _free_seat(seat["id"], seat["row"], seat["number"], seat["column"], seat["seatClass"])
        for seat in data["seats"]
    ]
    return Inventory(
        showtime_id=data["showtimeId"],
        version=1,
        as_of=event.occurred_at,
        scheduled=True,
        movie_title=data["movieTitle"],
        cinema_name=data["cinemaName"],
        auditorium_id=data["auditoriumId"],
        auditorium_name=data["auditoriumName"],
        timezone=data["timezone"],
        starts_at=datetime.fromisoformat(data["startsAt"]),
        ends_at=datetime.fromisoformat(data["endsAt"]),
        seats={seat.id: seat for seat in seats},
        prices={
            (TicketCategory(each["category"]), SeatClass(each["seatClass"])): Money(
                each["amountMinor"], each["currency"]
            )
            for each in data["prices"]
        },
    )


def _free_seat(id: str, row: str, number: int, column: int, seat_class: str) -> Seat:
    return Seat(
        id=id,
        row=row,
        number=number,
        column=column,
        seat_class=SeatClass(seat_class),
        state=SeatState.FREE,
        hold_id=None,
        account_id=None,
        until=None,
    )
