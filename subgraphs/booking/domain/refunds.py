"""What cancelling gives back, by how long it is to the showtime."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.money import Money
from subgraphs.booking.domain.bookings import (
    Booking,
    BookingStatus,
    Step,
    Ticket,
    TicketStatus,
)


@dataclass(frozen=True, slots=True)
class RefundTerm:
    """Until `before` the showtime begins, `percent` of the price goes back."""

    before: timedelta
    percent: int


def refund_quote(
    booking: Booking,
    tickets: Sequence[Ticket],
    terms: Sequence[RefundTerm],
    starts_at: datetime,
    now: datetime,
) -> Money | None:
    """What cancelling now would give back; None when the booking cannot be cancelled.

    Nothing is given back once one of its `tickets` has let somebody in. Of the terms that still
    hold the best counts; when none does, the booking can be cancelled for nothing. Fractions of
    the currency's smallest unit stay with the cinema.
    """
    if booking.state != (BookingStatus.CONFIRMED, Step.DONE) or starts_at <= now:
        return None
    if any(ticket.status is TicketStatus.USED for ticket in tickets):
        return None
    percent = max((term.percent for term in terms if now <= starts_at - term.before), default=0)
    return Money(booking.total.amount_minor * percent // 100, booking.total.currency)
