"""Tickets and the scans that let guests in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.money import Money
from subgraphs.booking.domain.seats import TicketCategory


class TicketStatus(StrEnum):
    """Whether a ticket opens the door."""

    VALID = "VALID"
    USED = "USED"
    VOID = "VOID"


@dataclass(frozen=True, slots=True)
class Scan:
    """A guest was let in with a ticket; `id` names this scan alone, `device` read the code."""

    id: str
    at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to one seat of one showtime. `code` is signed and can be verified offline.

    `scans` holds each scan that let a guest in, the earliest first. There can be more than one
    when a door was offline.
    """

    id: str
    booking_id: str
    showtime_id: str
    seat_id: str
    category: TicketCategory
    price: Money
    status: TicketStatus
    code: str
    scans: Sequence[Scan] = ()
