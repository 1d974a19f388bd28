"""Cinemas, films and showings as values, and the rules of planning. Standard library only."""

from subgraphs.catalog.domain.movies import Movie, MovieStatus, search_words
from subgraphs.catalog.domain.places import (
    Auditorium,
    Cinema,
    City,
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
)
from subgraphs.catalog.domain.rules import (
    ShowtimePlan,
    auditorium_change_problems,
    cinema_change_problems,
    movie_change_problems,
    plan_problems,
    time_problems,
    too_far_problems,
)
from subgraphs.catalog.domain.showtime_in_full import ShowtimeInFull
from subgraphs.catalog.domain.showtimes import (
    LONGEST_RUNTIME_MINUTES,
    Showtime,
    ShowtimeStatus,
    TicketCategory,
    TicketPrice,
    a_week_later,
    all_slots,
    business_date,
    ends_at,
    occupied_until,
    slot_begins,
    slots,
)

__all__ = [
    "LONGEST_RUNTIME_MINUTES",
    "Auditorium",
    "Cinema",
    "City",
    "Movie",
    "MovieStatus",
    "ScreenFormat",
    "SeatClass",
    "SeatPosition",
    "SeatRow",
    "Showtime",
    "ShowtimeInFull",
    "ShowtimePlan",
    "ShowtimeStatus",
    "TicketCategory",
    "TicketPrice",
    "a_week_later",
    "all_slots",
    "auditorium_change_problems",
    "business_date",
    "cinema_change_problems",
    "ends_at",
    "movie_change_problems",
    "occupied_until",
    "plan_problems",
    "search_words",
    "slot_begins",
    "slots",
    "time_problems",
    "too_far_problems",
]
