"""What booking refuses.

::

    Refusal
    ├── SeatsUnavailable      with free seats to choose instead
    ├── ShowtimeNotBookable   the showtime is cancelled or has begun
    ├── BookingNotCancellable
    ├── HoldExpired           also when the hold was used up or its seats are lost
    ├── PaymentDeclined       the seats stay held
    ├── TooManyWatched        by one account at the same time
    └── TicketRejected        the door stays shut
        ├── NotATicket
        ├── KeyNotTrusted     signed with a key that was retired, or never was the cinema's
        ├── ForgedTicket
        ├── UnknownTicket
        ├── TicketVoid
        ├── TicketUsed        with the time of the first scan
        ├── OtherShowtime     this door lets in guests of another showtime
        ├── DoorNotOpen       it is too early
        ├── ShowtimeOver
        └── ShowtimeNotTakingPlace

    Exception
    ├── HoldLost              the seats are no longer this hold's, or not for sale
    ├── HoldTaken             another booking is being, or was, paid from the hold
    ├── PaymentStuck          payment answered, and the booking got no further
    ├── TicketInUse           a ticket has been used
    └── IllegalTransition     the saga's table has no such change: a fault in our code
"""

from datetime import datetime
from typing import Self

from shared.errors import Refusal


class SeatsUnavailable(Refusal):
    """Some seats are taken: `seat_ids` names them, `alternatives` offers groups of as many.

    Both are empty when the customer named no seats and too few are free side by side.
    """

    code = "SEATS_UNAVAILABLE"

    def __init__(self, seat_ids: list[str], alternatives: list[list[str]]) -> None:
        super().__init__(
            "Some of these seats are taken: " + ", ".join(seat_ids) + "."
            if seat_ids
            else "There are not enough free seats of this class side by side."
        )
        self.seat_ids = seat_ids
        self.alternatives = alternatives


class ShowtimeNotBookable(Refusal):
    """The showtime is cancelled or has begun."""

    code = "SHOWTIME_NOT_BOOKABLE"

    def __init__(self) -> None:
        super().__init__("This showtime cannot be booked any more.")


class HoldExpired(Refusal):
    """The seats are not held any more, or their showtime is cancelled."""

    code = "HOLD_EXPIRED"

    def __init__(self, message: str = "This hold has expired; choose seats again.") -> None:
        super().__init__(message)

    @classmethod
    def lost(cls) -> Self:
        """The hold lost its seats before its end."""
        return cls("This hold has lost its seats: its showtime was moved or cancelled.")


class TooManyWatched(Refusal):
    """The account watches as much as it may at the same time."""

    code = "TOO_MANY_SUBSCRIPTIONS"

    def __init__(self, limit: int) -> None:
        super().__init__(f"This account has {limit} subscriptions already: end one of them first.")
        self.limit = limit


class PaymentDeclined(Refusal):
    """The card's bank declined; the seats stay held, and another card may be tried."""

    code = "PAYMENT_DECLINED"

    def __init__(self, decline_code: str) -> None:
        super().__init__("The payment was declined. The seats are still held: try another card.")
        self.decline_code = decline_code


class BookingNotCancellable(Refusal):
    """The booking is not confirmed and settled, a ticket is used, or the showtime has begun."""

    code = "BOOKING_NOT_CANCELLABLE"

    def __init__(self) -> None:
        super().__init__(
            "Only a booking that is confirmed and settled, of a showtime that has not begun and "
            "with no ticket used, can be cancelled."
        )


class TicketRejected(Refusal):
    """The guest is not let in; `checked_in_at` is when the ticket was used, if it was."""

    checked_in_at: datetime | None = None


class NotATicket(TicketRejected):
    """The code is not a ticket's code."""

    code = "NOT_A_TICKET"

    def __init__(self) -> None:
        super().__init__("This is not a ticket's code.")


class KeyNotTrusted(TicketRejected):
    """The code names a key that was retired or never was the cinema's."""

    code = "KEY_NOT_TRUSTED"

    def __init__(self) -> None:
        super().__init__("This code was signed with a key that is not trusted.")


class ForgedTicket(TicketRejected):
    """The signature does not belong to what the code says."""

    code = "FORGED"

    def __init__(self) -> None:
        super().__init__("This code was forged or changed: the cinema has not signed it.")


class UnknownTicket(TicketRejected):
    """The code is signed, but no ticket was sold with it."""

    code = "UNKNOWN_TICKET"

    def __init__(self) -> None:
        super().__init__("No ticket was sold with this code.")


class TicketVoid(TicketRejected):
    """The ticket's booking was cancelled."""

    code = "TICKET_VOID"

    def __init__(self) -> None:
        super().__init__("This ticket is void: its booking was cancelled.")


class TicketUsed(TicketRejected):
    """The ticket has let a guest in before."""

    code = "TICKET_USED"

    def __init__(self, at: datetime) -> None:
        """`at` is the first scan's time, in the zone in which people read it."""
        super().__init__(f"This ticket was used before: {at:%H:%M:%S on %d %B %Y}.")
        self.checked_in_at = at


class OtherShowtime(TicketRejected):
    """The ticket is valid for another showtime than this door's."""

    code = "OTHER_SHOWING"

    def __init__(self, showtime_id: str) -> None:
        super().__init__(f"This ticket is for another showtime: {showtime_id}.")


class DoorNotOpen(TicketRejected):
    """It is too early for this showtime's guests."""

    code = "DOOR_NOT_OPEN"

    def __init__(self, until: datetime) -> None:
        """`until` is in the zone in which people read it."""
        super().__init__(f"The door for this showtime opens at {until:%H:%M on %d %B %Y}.")


class ShowtimeOver(TicketRejected):
    """The showtime is over."""

    code = "SHOWING_OVER"

    def __init__(self) -> None:
        super().__init__("This showtime is over.")


class ShowtimeNotTakingPlace(TicketRejected):
    """The showtime does not take place, and its tickets are being refunded."""

    code = "SHOWING_CANCELLED"

    def __init__(self) -> None:
        super().__init__("This showtime was cancelled.")


class HoldLost(Exception):
    """The hold has lost a seat, or its showtime is not for sale any more. Nothing changed."""


class HoldTaken(Exception):
    """The hold was extended, or a booking is being, or was, paid from it. Nothing changed."""


class PaymentStuck(Exception):
    """Payment answered that it refuses, that it failed, or that it does not know the outcome.

    The call may have had its effect. The step has to be tried again, and then looked at by people.
    """


class TicketInUse(Exception):
    """A ticket of the booking has been used. Nothing was cancelled."""


class IllegalTransition(Exception):
    """The saga's table has no way out of this state by this cause."""
