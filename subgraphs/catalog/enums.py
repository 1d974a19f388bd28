"""The domain's enumerations, made known to GraphQL; inputs and types take them from here."""

import strawberry

from subgraphs.catalog.domain import (
    MovieStatus,
    ScreenFormat,
    SeatClass,
    ShowtimeStatus,
    TicketCategory,
)

__all__ = ["MovieStatus", "ScreenFormat", "SeatClass", "ShowtimeStatus", "TicketCategory"]

strawberry.enum(ScreenFormat, description="How a film is shown.")
strawberry.enum(SeatClass, description="What kind of seat it is.")
strawberry.enum(TicketCategory, description="Who a ticket is for.")
strawberry.enum(MovieStatus, description="Where a film is in its run.")
strawberry.enum(ShowtimeStatus, description="Whether a showing takes place.")
