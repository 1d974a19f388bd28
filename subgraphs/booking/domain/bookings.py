"""Holds, bookings, tickets, and the saga that brings a booking to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.money import Money, total
from subgraphs.booking.domain.seats import PricedSeat, TicketCategory


class BookingStatus(StrEnum):
    """What a booking is to its owner."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"


class Step(StrEnum):
    """What is still to be done for a booking; DONE when nothing is."""

    AUTHORIZE = "AUTHORIZE"
    CAPTURE = "CAPTURE"
    VOID = "VOID"
    REFUND = "REFUND"
    DONE = "DONE"


State = tuple[BookingStatus, Step]

_S, _T = BookingStatus, Step
BEGINNING: State = (_S.PENDING, _T.AUTHORIZE)

SAGA: Mapping[State, Mapping[str, State]] = {
    (_S.PENDING, _T.AUTHORIZE): {
        "authorized and the seats still held": (_S.CONFIRMED, _T.CAPTURE),
        "authorized and the seats lost": (_S.PENDING, _T.VOID),
        "declined": (_S.PAYMENT_FAILED, _T.DONE),
        "no answer for too long": (_S.PENDING, _T.VOID),
        "given up": (_S.NEEDS_ATTENTION, _T.DONE),
    },
    (_S.CONFIRMED, _T.CAPTURE): {
        "captured": (_S.CONFIRMED, _T.DONE),
        "given up": (_S.NEEDS_ATTENTION, _T.DONE),
    },
    (_S.CONFIRMED, _T.DONE): {
        "cancelled": (_S.CANCELLED, _T.REFUND),
        "cancelled too late for a refund": (_S.CANCELLED, _T.DONE),
    },
    (_S.CANCELLED, _T.REFUND): {
        "refunded": (_S.CANCELLED, _T.DONE),
        "given up": (_S.NEEDS_ATTENTION, _T.DONE),
    },
    (_S.PENDING, _T.VOID): {
        "voided": (_S.PAYMENT_FAILED, _T.DONE),
        "given up": (_S.NEEDS_ATTENTION, _T.DONE),
    },
}
"""Every change of a booking's state, by what causes it. A state that is not here is final."""


def may_become(before: State, after: State) -> bool:
    """Whether the saga has that change."""
    return after in SAGA.get(before, {}).values()


@dataclass(frozen=True, slots=True)
class Hold:
    """Seats kept for an account for a while, at prices that are frozen.

    `booking_id` is the booking that is being, or was, paid for from this hold.
    """

    id: str
    account_id: str
    showtime_id: str
    seats: Sequence[PricedSeat]
    expires_at: datetime
    extended: bool
    booking_id: str | None

    @property
    def total(self) -> Money:
        """What all the seats cost together."""
        return total([seat.price for seat in self.seats], self.seats[0].price.currency)

    @property
    def seat_ids(self) -> list[str]:
        return [seat.seat_id for seat in self.seats]


@dataclass(frozen=True, slots=True)
class Booking:
    """Seats bought, or being bought, from a hold.

    `refund` is what cancelling gave back, if it was cancelled.
    `due_at` is when the recovery worker takes over what is still to be done; `attempts` counts
    how often it has. `version` rises with every change, and a writer that read an older one loses.
    """

    id: str
    reference: str
    account_id: str
    showtime_id: str
    hold_id: str
    seats: Sequence[PricedSeat]
    total: Money
    status: BookingStatus
    step: Step
    decline_code: str | None
    refund: Money | None
    created_at: datetime
    due_at: datetime
    attempts: int
    version: int

    @property
    def refund_id(self) -> str:
        """The refund's id: a booking is refunded once."""
        return "ref_" + self.id.partition("_")[2]

    @property
    def payment_id(self) -> str:
        """The payment's id, which payment derives from the booking's in the same way."""
        return "pay_" + self.id.partition("_")[2]

    @property
    def state(self) -> State:
        return self.status, self.step


ANONYMOUS = "deleted"
"""Whose bookings are that must be kept when their account is gone."""


class TicketStatus(StrEnum):
    """Whether a ticket opens the door."""

    VALID = "VALID"
    USED = "USED"
    VOID = "VOID"


@dataclass(frozen=True, slots=True)
class Scan:
    """A guest was let in with a ticket; `id` names this scan alone, `device` is who read it."""

    id: str
    at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to one seat of one showing. `code` is signed and can be verified offline.

    `scans` is each time that somebody was let in with it, the earliest first; more than one when
    a door was offline.
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


_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def spoken_reference(booking_id: str) -> str:
    """Eight letters and digits that nobody mistakes for others, such as `7KQ2-M4TX`."""
    number = int.from_bytes(booking_id.encode()[-13:], "big")
    letters = ""
    for _ in range(8):
        number, digit = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[digit]
    return f"{letters[:4]}-{letters[4:]}"
