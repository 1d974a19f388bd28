"""The saga of a booking as one table: which cause leads from which state to which."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from subgraphs.booking.errors import IllegalTransition


class BookingStatus(StrEnum):
    """What a booking is to its owner."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"


class Step(StrEnum):
    """What is still to be done for a booking; DONE when nothing is.

    REVERSE captures the payment and then refunds it: the showtime was cancelled before the
    payment was captured.
    """

    AUTHORIZE = "AUTHORIZE"
    CAPTURE = "CAPTURE"
    VOID = "VOID"
    REVERSE = "REVERSE"
    REFUND = "REFUND"
    DONE = "DONE"


class Cause(StrEnum):
    """Why a booking changes its state."""

    AUTHORIZED = "AUTHORIZED"
    """The payment is authorised, and the seats are still held."""
    SEATS_LOST = "SEATS_LOST"
    """The payment is authorised, and a seat is lost or not for sale any more."""
    DECLINED = "DECLINED"
    NEVER_ARRIVED = "NEVER_ARRIVED"
    """Payment has never heard of the booking."""
    VOIDED = "VOIDED"
    CAPTURED = "CAPTURED"
    CANCELLED = "CANCELLED"
    """Its owner or an administrator cancelled it, with a refund."""
    CANCELLED_WITHOUT_REFUND = "CANCELLED_WITHOUT_REFUND"
    SHOWTIME_CANCELLED = "SHOWTIME_CANCELLED"
    """The showtime was cancelled or moved; everything is refunded."""
    REFUNDED = "REFUNDED"
    LEFT_TO_PEOPLE = "LEFT_TO_PEOPLE"
    """The step has failed too often."""
    RESUMED = "RESUMED"
    """People had a look and let the saga resume."""


State = tuple[BookingStatus, Step]

_S, _T = BookingStatus, Step
BEGINNING: State = (_S.PENDING, _T.AUTHORIZE)

SAGA: Mapping[State, Mapping[Cause, State]] = {
    (_S.PENDING, _T.AUTHORIZE): {
        Cause.AUTHORIZED: (_S.CONFIRMED, _T.CAPTURE),
        Cause.SEATS_LOST: (_S.PENDING, _T.VOID),
        Cause.NEVER_ARRIVED: (_S.PENDING, _T.VOID),
        Cause.DECLINED: (_S.PAYMENT_FAILED, _T.DONE),
        Cause.VOIDED: (_S.PAYMENT_FAILED, _T.DONE),
        Cause.LEFT_TO_PEOPLE: (_S.NEEDS_ATTENTION, _T.AUTHORIZE),
    },
    (_S.PENDING, _T.VOID): {
        Cause.VOIDED: (_S.PAYMENT_FAILED, _T.DONE),
        Cause.LEFT_TO_PEOPLE: (_S.NEEDS_ATTENTION, _T.VOID),
    },
    (_S.CONFIRMED, _T.CAPTURE): {
        Cause.CAPTURED: (_S.CONFIRMED, _T.DONE),
        Cause.SHOWTIME_CANCELLED: (_S.CANCELLED, _T.REVERSE),
        Cause.LEFT_TO_PEOPLE: (_S.NEEDS_ATTENTION, _T.CAPTURE),
    },
    (_S.CONFIRMED, _T.DONE): {
        Cause.CANCELLED: (_S.CANCELLED, _T.REFUND),
        Cause.CANCELLED_WITHOUT_REFUND: (_S.CANCELLED, _T.DONE),
        Cause.SHOWTIME_CANCELLED: (_S.CANCELLED, _T.REFUND),
    },
    (_S.CANCELLED, _T.REVERSE): {
        Cause.CAPTURED: (_S.CANCELLED, _T.REFUND),
        Cause.LEFT_TO_PEOPLE: (_S.NEEDS_ATTENTION, _T.REVERSE),
    },
    (_S.CANCELLED, _T.REFUND): {
        Cause.REFUNDED: (_S.CANCELLED, _T.DONE),
        Cause.LEFT_TO_PEOPLE: (_S.NEEDS_ATTENTION, _T.REFUND),
    },
    # The step says what is still to be done; no worker does it until people have had a look.
    (_S.NEEDS_ATTENTION, _T.AUTHORIZE): {Cause.RESUMED: (_S.PENDING, _T.AUTHORIZE)},
    (_S.NEEDS_ATTENTION, _T.VOID): {Cause.RESUMED: (_S.PENDING, _T.VOID)},
    (_S.NEEDS_ATTENTION, _T.CAPTURE): {
        Cause.RESUMED: (_S.CONFIRMED, _T.CAPTURE),
        # Its tickets are valid, and must not be when their seats are sold again.
        Cause.SHOWTIME_CANCELLED: (_S.CANCELLED, _T.REVERSE),
    },
    (_S.NEEDS_ATTENTION, _T.REVERSE): {Cause.RESUMED: (_S.CANCELLED, _T.REVERSE)},
    (_S.NEEDS_ATTENTION, _T.REFUND): {Cause.RESUMED: (_S.CANCELLED, _T.REFUND)},
}
"""Every change of a booking's state, by its cause. A state that is not here is final."""

TICKETED: Sequence[State] = tuple(
    state for state, causes in SAGA.items() if Cause.SHOWTIME_CANCELLED in causes
)
"""The states in which a booking has its seats, and tickets that open the door."""


def allows(state: State, cause: Cause) -> bool:
    """Tell whether the saga has a way out of `state` by `cause`."""
    return cause in SAGA.get(state, {})


def next_state(state: State, cause: Cause) -> State:
    """Return the state that `cause` leads to. Raises IllegalTransition when there is none."""
    if not allows(state, cause):
        raise IllegalTransition(f"{'/'.join(state)} does not change by {cause}")
    return SAGA[state][cause]
