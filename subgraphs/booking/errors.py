"""What booking refuses.

::

    Refusal
    ├── SeatsUnavailable      with seats that could be had instead
    ├── ShowtimeNotBookable   cancelled, or it has begun
    ├── BookingNotCancellable
    ├── HoldExpired           also when the hold was used up or its seats are lost
    └── PaymentDeclined       the hold stands

    Exception
    ├── HoldLost              the seats are no longer held by this hold: nothing was confirmed
    └── Overtaken             another worker changed the booking first
"""

from shared.errors import Refusal


class SeatsUnavailable(Refusal):
    """Some seats are taken: `seat_ids` names them, `alternatives` offers groups of as many.

    Both are empty when no seats were named and there are not so many side by side.
    """

    code = "SEATS_UNAVAILABLE"

    def __init__(self, seat_ids: list[str], alternatives: list[list[str]]) -> None:
        super().__init__(
            "Some of these seats are taken: " + ", ".join(seat_ids) + "."
            if seat_ids
            else "There are not so many free seats of this class side by side."
        )
        self.seat_ids = seat_ids
        self.alternatives = alternatives


class ShowtimeNotBookable(Refusal):
    """The showing is cancelled, or it has begun."""

    code = "SHOWTIME_NOT_BOOKABLE"

    def __init__(self) -> None:
        super().__init__("This showing cannot be booked any more.")


class HoldExpired(Refusal):
    """The seats are not held any more."""

    code = "HOLD_EXPIRED"

    def __init__(self, message: str = "This hold has expired; choose seats again.") -> None:
        super().__init__(message)


class PaymentDeclined(Refusal):
    """The card's bank said no; the hold stands, and another card may be tried."""

    code = "PAYMENT_DECLINED"

    def __init__(self, decline_code: str) -> None:
        super().__init__("The payment was declined. The seats are still held: try another card.")
        self.decline_code = decline_code


class BookingNotCancellable(Refusal):
    """The booking is not confirmed, is still being settled, or its showing has begun."""

    code = "BOOKING_NOT_CANCELLABLE"


class HoldLost(Exception):
    """The seats are no longer held by this hold."""


class Overtaken(Exception):
    """Somebody else changed the booking since it was read."""
