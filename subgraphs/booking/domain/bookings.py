"""Bookings: each version follows from the one before it by the saga's table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.money import Money
from subgraphs.booking.domain.saga import BookingStatus, Cause, State, Step, allows, next_state
from subgraphs.booking.domain.seats import PricedSeat

ANONYMOUS = "deleted"
"""The account id of bookings whose account was deleted."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One version of a booking: seats bought, or being bought, from a hold.

    `refund` is what cancelling gave back, if it was cancelled. The recovery worker takes over at
    `due_at`. Since the last change of state, `attempts` counts how often it has, and `failures`
    how often that failed although every part was available. `version` rises with every change; a
    writer that read an older version loses.
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
    def costs_nothing(self) -> bool:
        """Whether nobody pays for it: it has no payment."""
        return self.total.amount_minor == 0

    @property
    def seat_ids(self) -> list[str]:
        return [seat.seat_id for seat in self.seats]

    @property
    def state(self) -> State:
        return self.status, self.step

    @property
    def is_open(self) -> bool:
        """Whether something is left to do, and not to people."""
        return self.can_change_by(Cause.LEFT_TO_PEOPLE)

    def can_change_by(self, cause: Cause) -> bool:
        """Tell whether the saga has a way out of this state by `cause`."""
        return allows(self.state, cause)

    def after(self, cause: Cause, **changes: Any) -> "Booking":
        """Return the next version, in the state that `cause` leads to; `changes` are its fields.

        Raises IllegalTransition when the saga has no such change.
        """
        status, step = next_state(self.state, cause)
        return replace(
            self,
            status=status,
            step=step,
            attempts=0,
            failures=0,
            version=self.version + 1,
            **changes,
        )

    def leased(self, until: datetime) -> "Booking":
        """Return the next version, which one worker handles until then."""
        return replace(self, due_at=until, attempts=self.attempts + 1, version=self.version + 1)

    def postponed(self, until: datetime, failures: int) -> "Booking":
        """Return the next version, which is due at `until` and has failed so often."""
        return replace(self, due_at=until, failures=failures, version=self.version + 1)


_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def spoken_reference(booking_id: str) -> str:
    """Return eight characters that are hard to mistake for one another, such as `7KQ2-M4TX`."""
    number = int.from_bytes(booking_id.encode()[-13:], "big")
    letters = ""
    for _ in range(8):
        number, digit = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[digit]
    return f"{letters[:4]}-{letters[4:]}"
