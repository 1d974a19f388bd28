"""The domain's enumerations with GraphQL descriptions; inputs and types import them from here."""

from shared.graphql.enums import describe_enum
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.domain.places import ScreenFormat, SeatClass
from subgraphs.catalog.domain.showtimes import ShowtimeStatus, TicketCategory

__all__ = ["MovieStatus", "ScreenFormat", "SeatClass", "ShowtimeStatus", "TicketCategory"]

describe_enum(
    ScreenFormat,
    "How a movie is shown.",
    STANDARD_2D="On an ordinary screen.",
    STANDARD_3D="Three-dimensional, with glasses.",
    IMAX="On a very large screen.",
    FOUR_DX="With moving seats, wind and scents.",
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
    MovieStatus,
    "The status of a movie. It is released when its release date begins, at five in the morning by "
    "the clocks of the cinema or city that a question is about, or else of the first cinema.",
    COMING_SOON="The movie is not released yet.",
    NOW_SHOWING="The movie is released, and at least one showtime has not begun.",
    ENDED="The movie is released, and no showtime is left.",
)
describe_enum(
    ShowtimeStatus,
    "Whether a showtime takes place.",
    SCHEDULED="The showtime takes place.",
    CANCELLED="The showtime is cancelled; its bookings are refunded.",
)
