"""The domain's enumerations, made known to GraphQL; inputs and types take them from here."""

from shared.graphql.enums import describe_enum
from subgraphs.booking.domain.bookings import BookingStatus, TicketStatus
from subgraphs.booking.domain.seats import SeatClass, SeatState, TicketCategory

__all__ = ["BookingStatus", "SeatClass", "SeatState", "TicketCategory", "TicketStatus"]

describe_enum(
    SeatState,
    "What can be done with a seat.",
    FREE="It can be held.",
    HELD="Somebody keeps it for a while.",
    SOLD="It is booked.",
    BLOCKED="It is not for sale.",
)
describe_enum(
    SeatClass,
    "What kind of seat it is.",
    STANDARD="An ordinary seat.",
    PREMIUM="A better seat, at a price of its own.",
    ACCESSIBLE="A place for a wheelchair.",
    COMPANION="Beside an accessible place, for who comes along.",
)
describe_enum(
    TicketCategory,
    "Who a ticket is for.",
    ADULT="A grown-up.",
    CHILD="A child.",
    SENIOR="An elderly person.",
    STUDENT="A student.",
)
describe_enum(
    BookingStatus,
    "What a booking is to its owner.",
    PENDING="It is being paid for; what came of it is not known yet.",
    CONFIRMED="The seats are the owner's, and the tickets are there.",
    CANCELLED="It was cancelled, by its owner or with the showtime; its tickets open no door.",
    PAYMENT_FAILED="No payment came about: there are no tickets, and nothing is charged.",
    NEEDS_ATTENTION="What is left to do for it failed again and again: people look after it.",
)
describe_enum(
    TicketStatus,
    "Whether a ticket opens the door.",
    VALID="It opens the door, once.",
    USED="Its guest is in.",
    VOID="Its booking was cancelled.",
)
