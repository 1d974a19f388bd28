"""What cancelling gives back, by the time that is left to the showtime."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import Cause
from subgraphs.booking.domain.tickets import Ticket, TicketStatus


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
    """Return what cancelling now gives back; None when the booking cannot be cancelled.

    A booking with a used ticket cannot be cancelled. Of the terms that still apply the best
    counts; when none does, cancelling gives nothing back. Fractions of the currency's smallest
    unit stay with the cinema.
    """
    if not booking.can_change_by(Cause.CANCELLED) or starts_at <= now:
        return None
    if any(ticket.status is TicketStatus.USED for ticket in tickets):
        return None
    percent = max((term.percent for term in terms if now <= starts_at - term.before), default=0)
    return Money(booking.total.amount_minor * percent // 100, booking.total.currency)
