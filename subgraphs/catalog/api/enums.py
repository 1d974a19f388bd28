"""The domain's enumerations, made known to GraphQL; inputs and types take them from here."""

from shared.graphql.enums import describe_enum
from subgraphs.catalog.domain import (
    MovieStatus,
    ScreenFormat,
    SeatClass,
    ShowtimeStatus,
    TicketCategory,
)

__all__ = ["MovieStatus", "ScreenFormat", "SeatClass", "ShowtimeStatus", "TicketCategory"]

describe_enum(
    ScreenFormat,
    "How a movie is shown.",
    STANDARD_2D="On an ordinary screen.",
    STANDARD_3D="With glasses, in depth.",
    IMAX="On a very large screen.",
    FOUR_DX="With moving seats, wind and scents.",
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
    MovieStatus,
    "Where a movie is in its run. The status is the same everywhere: a movie is released when its "
    "release date begins in UTC.",
    COMING_SOON="It is not released yet.",
    NOW_SHOWING="It is released, and a showtime of it is still to begin somewhere.",
    ENDED="It is released, and no showtime of it is still to begin.",
)
describe_enum(
    ShowtimeStatus,
    "Whether a showtime takes place.",
    SCHEDULED="It takes place.",
    CANCELLED="It was called off; who booked gets the money back.",
)
