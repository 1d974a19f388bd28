"""The domain's enumerations, made known to GraphQL; inputs and types take them from here."""

import strawberry

from subgraphs.booking.domain.bookings import BookingStatus, TicketStatus
from subgraphs.booking.domain.seats import SeatClass, SeatState, TicketCategory

__all__ = ["BookingStatus", "SeatClass", "SeatState", "TicketCategory", "TicketStatus"]

strawberry.enum(SeatState, description="What can be done with a seat.")
strawberry.enum(SeatClass, description="What kind of seat it is.")
strawberry.enum(TicketCategory, description="Who a ticket is for.")
strawberry.enum(BookingStatus, description="What a booking is to its owner.")
strawberry.enum(TicketStatus, description="Whether a ticket opens the door.")
