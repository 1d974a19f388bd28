"""What booking refuses.

::

    Refusal
    ├── SeatsUnavailable      with seats that could be had instead
    ├── ShowtimeNotBookable   cancelled, or it has begun
    ├── BookingNotCancellable
    ├── HoldExpired           also when the hold was used up or its seats are lost
    ├── PaymentDeclined       the hold stands
    └── TicketRejected        the door stays shut
        ├── NotATicket
        ├── KeyNotTrusted     signed with a key that was retired, or never was the cinema's
        ├── ForgedTicket
        ├── UnknownTicket
        ├── TicketVoid
        ├── TicketUsed        with the time of the first scan
        ├── OtherShowtime      the door is another showtime's
        ├── DoorNotOpen       the showtime begins too much later
        ├── ShowtimeOver
        └── ShowtimeNotTakingPlace

    Exception
    ├── HoldLost              the seats are no longer this hold's, or not for sale: nothing changed
    ├── HoldTaken             another booking is being, or was, paid from the hold
    ├── PaymentStuck          payment answered, and the booking got no further
    ├── TicketInUse           a ticket has been used: nothing was cancelled
    └── Overtaken             another worker changed the booking first
"""

from datetime import datetime

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
    """The showtime is cancelled, or it has begun."""

    code = "SHOWTIME_NOT_BOOKABLE"

    def __init__(self) -> None:
        super().__init__("This showtime cannot be booked any more.")


class HoldExpired(Refusal):
    """The seats are not held any more, or their showtime is off."""

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
    """Not confirmed, still being settled, used at the door, or its showtime has begun."""

    code = "BOOKING_NOT_CANCELLABLE"

    def __init__(self) -> None:
        super().__init__(
            "Only a booking that is confirmed and settled, of a showtime that has not begun and "
            "with no ticket used, can be cancelled."
        )


class TicketRejected(Refusal):
    """The door stays shut; `checked_in_at` is when the ticket was used before, if it was."""

    checked_in_at: datetime | None = None


class NotATicket(TicketRejected):
    """The code is no ticket's at all."""

    code = "NOT_A_TICKET"

    def __init__(self) -> None:
        super().__init__("This is not a ticket's code.")


class KeyNotTrusted(TicketRejected):
    """The code names a key that was retired, or never was the cinema's."""

    code = "KEY_NOT_TRUSTED"

    def __init__(self) -> None:
        super().__init__("This code was signed with a key that is not trusted.")


class ForgedTicket(TicketRejected):
    """The signature does not belong to what the code says."""

    code = "FORGED"

    def __init__(self) -> None:
        super().__init__("This code was forged or changed: the cinema has not signed it.")


class UnknownTicket(TicketRejected):
    """The code is signed, and no ticket was sold with it."""

    code = "UNKNOWN_TICKET"

    def __init__(self) -> None:
        super().__init__("No ticket was sold with this code.")


class TicketVoid(TicketRejected):
    """The ticket's booking was cancelled."""

    code = "TICKET_VOID"

    def __init__(self) -> None:
        super().__init__("This ticket is void: its booking was cancelled.")


class TicketUsed(TicketRejected):
    """The ticket has opened the door before."""

    code = "TICKET_USED"

    def __init__(self, at: datetime) -> None:
        """`at` is the first scan's time, in the zone in which people are to read it."""
        super().__init__(f"This ticket was used before: {at:%H:%M:%S on %d %B %Y}.")
        self.checked_in_at = at


class OtherShowtime(TicketRejected):
    """The ticket is good, and for another showtime than this door's."""

    code = "OTHER_SHOWING"

    def __init__(self, showtime_id: str) -> None:
        super().__init__(f"This ticket is for another showtime: {showtime_id}.")


class DoorNotOpen(TicketRejected):
    """The showtime's guests are not let in yet."""

    code = "DOOR_NOT_OPEN"

    def __init__(self, until: datetime) -> None:
        """`until` is in the zone in which people are to read it."""
        super().__init__(f"The door for this showtime opens at {until:%H:%M on %d %B %Y}.")


class ShowtimeOver(TicketRejected):
    """The showtime's guests are not let in any more."""

    code = "SHOWING_OVER"

    def __init__(self) -> None:
        super().__init__("This showtime is over.")


class ShowtimeNotTakingPlace(TicketRejected):
    """Nobody is let in: it does not take place, and its tickets are being refunded."""

    code = "SHOWING_CANCELLED"

    def __init__(self) -> None:
        super().__init__("This showtime was cancelled.")


class HoldLost(Exception):
    """The seats are no longer held by this hold, or their showtime is not for sale any more."""


class HoldTaken(Exception):
    """Another booking is being, or was, paid from the hold."""


class PaymentStuck(Exception):
    """Payment answered: that it refuses, that it fails, or that nobody knows. Not for being away.

    The call may have had its effect; what it was for has to be tried again, or looked at.
    """


class TicketInUse(Exception):
    """A ticket of the booking has been used."""


class Overtaken(Exception):
    """Somebody else changed the booking since it was read."""
