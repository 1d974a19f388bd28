"""Booking's ports in memory, a clock that tests move, and a showtime to book."""

from tests.unit.booking.fakes.bookings import Bookings, SoldSeats, Tickets
from tests.unit.booking.fakes.seats import Holds, Seats
from tests.unit.booking.fakes.services import (
    Catalog,
    FakePayments,
    Keys,
    Once,
    Signer,
    Verifier,
)
from tests.unit.booking.fakes.showtime import (
    ALICE,
    BOB,
    NOW,
    SHOWTIME,
    CountedIds,
    MovedClock,
    confirmed_booking,
    free_seat,
    inventory,
    sold_ticket,
)

__all__ = [
    "ALICE",
    "BOB",
    "NOW",
    "SHOWTIME",
    "Bookings",
    "Catalog",
    "CountedIds",
    "FakePayments",
    "Holds",
    "Keys",
    "MovedClock",
    "Once",
    "Seats",
    "Signer",
    "SoldSeats",
    "Tickets",
    "Verifier",
    "confirmed_booking",
    "free_seat",
    "inventory",
    "sold_ticket",
]
