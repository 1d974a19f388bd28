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
    """What is still to be done for a booking; DONE when nothing is.

    REVERSE takes what was authorised and then gives it back: its showtime was called off before
    the payment was captured.
    """

    AUTHORIZE = "AUTHORIZE"
    CAPTURE = "CAPTURE"
    VOID = "VOID"
    REVERSE = "REVERSE"
    REFUND = "REFUND"
    DONE = "DONE"


State = tuple[BookingStatus, Step]

_S, _T = BookingStatus, Step
BEGINNING: State = (_S.PENDING, _T.AUTHORIZE)
_LEFT, _RESUMED = "left to people", "set going again by people"
_CALLED_OFF = "its showtime was called off"

SAGA: Mapping[State, Mapping[str, State]] = {
    (_S.PENDING, _T.AUTHORIZE): {
        "authorized and the seats still held": (_S.CONFIRMED, _T.CAPTURE),
        "authorized and the seats lost": (_S.PENDING, _T.VOID),
        "declined": (_S.PAYMENT_FAILED, _T.DONE),
        "it never arrived": (_S.PENDING, _T.VOID),
        _LEFT: (_S.NEEDS_ATTENTION, _T.AUTHORIZE),
    },
    (_S.PENDING, _T.VOID): {
        "voided": (_S.PAYMENT_FAILED, _T.DONE),
        _LEFT: (_S.NEEDS_ATTENTION, _T.VOID),
    },
    (_S.CONFIRMED, _T.CAPTURE): {
        "captured": (_S.CONFIRMED, _T.DONE),
        _CALLED_OFF: (_S.CANCELLED, _T.REVERSE),
        _LEFT: (_S.NEEDS_ATTENTION, _T.CAPTURE),
    },
    (_S.CONFIRMED, _T.DONE): {
        "cancelled": (_S.CANCELLED, _T.REFUND),
        "cancelled too late for a refund": (_S.CANCELLED, _T.DONE),
    },
    (_S.CANCELLED, _T.REVERSE): {
        "captured": (_S.CANCELLED, _T.REFUND),
        _LEFT: (_S.NEEDS_ATTENTION, _T.REVERSE),
    },
    (_S.CANCELLED, _T.REFUND): {
        "refunded": (_S.CANCELLED, _T.DONE),
        _LEFT: (_S.NEEDS_ATTENTION, _T.REFUND),
    },
    # The step says what is still to be done; nobody does it until people have looked.
    (_S.NEEDS_ATTENTION, _T.AUTHORIZE): {_RESUMED: (_S.PENDING, _T.AUTHORIZE)},
    (_S.NEEDS_ATTENTION, _T.VOID): {_RESUMED: (_S.PENDING, _T.VOID)},
    (_S.NEEDS_ATTENTION, _T.CAPTURE): {
        _RESUMED: (_S.CONFIRMED, _T.CAPTURE),
        # Its tickets stand, and must not when their seats are sold anew.
        _CALLED_OFF: (_S.CANCELLED, _T.REVERSE),
    },
    (_S.NEEDS_ATTENTION, _T.REVERSE): {_RESUMED: (_S.CANCELLED, _T.REVERSE)},
    (_S.NEEDS_ATTENTION, _T.REFUND): {_RESUMED: (_S.CANCELLED, _T.REFUND)},
}
"""Every change of a booking's state, by what causes it. A state that is not here is final."""

TICKETED: Sequence[State] = (
    (_S.CONFIRMED, _T.CAPTURE),
    (_S.CONFIRMED, _T.DONE),
    (_S.NEEDS_ATTENTION, _T.CAPTURE),
)
"""The states in which a booking has its seats, and tickets that open the door."""


def may_become(before: State, after: State) -> bool:
    """Whether the saga has that change."""
    return after in SAGA.get(before, {}).values()


def goes_on(state: State) -> bool:
    """Whether something is left to do, and not to people."""
    status, step = state
    return step is not Step.DONE and status is not BookingStatus.NEEDS_ATTENTION


def after_cancelling(before: State, refund: Money) -> State:
    """Where a booking stands once it is cancelled and `refund` is promised."""
    if before[1] is Step.CAPTURE:
        return BookingStatus.CANCELLED, Step.REVERSE
    return BookingStatus.CANCELLED, Step.REFUND if refund.amount_minor else Step.DONE


def set_going(before: State) -> State | None:
    """Where a booking that was left to people goes on; None for any other."""
    return SAGA.get(before, {}).get(_RESUMED)


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
    `due_at` is when the recovery worker takes over what is still to be done. Since the last step
    that was made, `attempts` counts how often it has, and `failures` how often that failed though
    no part was away. `version` rises with every change, and a writer that read an older one loses.
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
    failures: int
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

    @property
    def is_open(self) -> bool:
        """Whether something is left to do, and not to people."""
        return goes_on(self.state)


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
    """The right to one seat of one showtime. `code` is signed and can be verified offline.

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
