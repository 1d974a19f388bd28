"""What the door answers."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from shared.graphql.types import IdempotencyConflict, UserError
from subgraphs.booking.api.types.bookings import Booking, Ticket
from subgraphs.booking.domain import bookings


@strawberry.type(description="The guest is let in.")
class TicketAccepted:
    ticket: Ticket = strawberry.field(description="The ticket, which is used now.")
    booking: Booking = strawberry.field(description="What it was bought with.")

    @classmethod
    def of(cls, ticket: bookings.Ticket, booking: bookings.Booking) -> Self:
        return cls(ticket=Ticket.of(ticket), booking=Booking.of(booking))


@strawberry.type(description="The guest is not let in; the code says which reason it is.")
class TicketRejected(UserError):
    checked_in_at: datetime | None = strawberry.field(
        description="When the ticket was used before, if it was."
    )


CheckInTicketResult = Annotated[
    TicketAccepted | TicketRejected | IdempotencyConflict,
    strawberry.union("CheckInTicketResult", description="Whether the guest is let in."),
]
