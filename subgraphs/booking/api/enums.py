"""The domain's enumerations with GraphQL descriptions; inputs and types import them from here."""

from shared.graphql.enums import describe_enum
from subgraphs.booking.domain.holds import HoldStatus
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.seats import SeatClass, SeatState, TicketCategory
from subgraphs.booking.domain.tickets import TicketStatus

__all__ = [
    "BookingStatus",
    "HoldStatus",
    "SeatClass",
    "SeatState",
    "TicketCategory",
    "TicketStatus",
]

describe_enum(
    SeatState,
    "What can be done with a seat.",
    FREE="It can be held.",
    HELD="An account holds it for a while.",
    SOLD="It is booked.",
    BLOCKED="It is not for sale.",
)
describe_enum(
    SeatClass,
    "What kind of seat it is.",
    STANDARD="An ordinary seat.",
    PREMIUM="A better seat, with its own price.",
    ACCESSIBLE="A place for a wheelchair.",
    COMPANION="A seat beside an accessible place, for a companion.",
)
describe_enum(
    TicketCategory,
    "Who a ticket is for.",
    ADULT="An adult.",
    CHILD="A child.",
    SENIOR="An elderly person.",
    STUDENT="A student.",
)
describe_enum(
    HoldStatus,
    "What has become of a hold.",
    ACTIVE="Its seats are held, and can be booked.",
    BOOKED="A booking that is being, or was, paid for from it has its seats.",
    EXPIRED="Its time is over: its seats can be held by anyone.",
    LOST="Its seats were taken from it before its end: its showtime was moved or cancelled, or its "
    "booking was cancelled.",
)
describe_enum(
    BookingStatus,
    "What a booking is to its owner.",
    PENDING="It is being paid for; the outcome is not known yet.",
    CONFIRMED="The owner has the seats and the tickets.",
    CANCELLED="It was cancelled, by itself or with its showtime; its tickets are void.",
    PAYMENT_FAILED="The payment failed: there are no tickets, and nothing is charged.",
    NEEDS_ATTENTION="A step failed again and again: people take care of it.",
)
describe_enum(
    TicketStatus,
    "Whether a ticket opens the door.",
    VALID="It lets one guest in, once.",
    USED="Its guest was let in.",
    VOID="Its booking was cancelled.",
)
