"""The answers to a check-in."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from shared.graphql.types import IdempotencyConflict, UserError
from subgraphs.booking.api.types.bookings import Booking, Ticket
from subgraphs.booking.domain import bookings, tickets


@strawberry.type(description="The guest is let in.")
class TicketAccepted:
    ticket: Ticket = strawberry.field(description="The ticket, now used.")
    booking: Booking = strawberry.field(description="The booking that it belongs to.")

    @classmethod
    def of(cls, ticket: tickets.Ticket, booking: bookings.Booking) -> Self:
        return cls(ticket=Ticket.of(ticket), booking=Booking.of(booking))


@strawberry.type(description="The guest is not let in; `code` is the reason.")
class TicketRejected(UserError):
    checked_in_at: datetime | None = strawberry.field(
        description="When the ticket was used, if it was used before."
    )


CheckInTicketResult = Annotated[
    TicketAccepted | TicketRejected | IdempotencyConflict,
    strawberry.union("CheckInTicketResult", description="Whether the guest is let in."),
]
