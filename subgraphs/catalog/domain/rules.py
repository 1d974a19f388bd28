"""The rules that showtimes keep, and the changes that showtimes in the schedule forbid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from shared.errors import FieldError
from shared.money import Money
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema, ScreenFormat, SeatClass
from subgraphs.catalog.domain.showtimes import HIGHEST_PRICE, Showtime, TicketPrice, business_date

_FURTHEST_AHEAD = timedelta(days=2 * 365)
_SCHEDULE_DEPENDS_ON = {
    Movie: ("runtime_minutes", "release_date", "formats"),
    Cinema: ("timezone", "city_id"),
    Auditorium: ("cinema_id", "rows", "formats"),
}
Changed = TypeVar("Changed", Movie, Cinema, Auditorium)


@dataclass(frozen=True, slots=True)
class ShowtimePlan:
    """A showtime that a planner wants in the schedule."""

    movie_id: str
    auditorium_id: str
    starts_at: datetime
    format: ScreenFormat
    audio_language: str
    subtitle_language: str | None
    prices: tuple[TicketPrice, ...]


def plan_problems(
    plan: ShowtimePlan, movie: Movie, auditorium: Auditorium, cinema: Cinema
) -> list[FieldError]:
    """Return every rule that `plan` breaks, apart from those that depend on the present."""
    return [
        *_movie_problems(plan, movie, cinema),
        *_format_problems(plan, movie, auditorium),
        *price_problems(plan.prices, auditorium.seat_classes),
    ]


def time_problems(starts_at: datetime, now: datetime) -> list[FieldError]:
    """Return what is wrong with planning this start at the moment `now`."""
    if starts_at <= now:
        return [FieldError(["startsAt"], "IN_THE_PAST", "This time has passed.")]
    return too_far_problems(starts_at, now)


def too_far_problems(starts_at: datetime, now: datetime) -> list[FieldError]:
    """Return the problem of a start that is years ahead: such a date is a typing error."""
    if starts_at > now + _FURTHEST_AHEAD:
        return [FieldError(["startsAt"], "TOO_FAR", "Plan at most two years ahead.")]
    return []


def price_problems(
    prices: Sequence[TicketPrice], seat_classes: frozenset[SeatClass]
) -> Iterator[FieldError]:
    """Yield prices that are missing, given twice or too high, and mixed currencies."""
    pairs = [(each.category, each.seat_class) for each in prices]
    for number, pair in enumerate(pairs):
        if pair in pairs[:number]:
            yield FieldError(
                ["prices", str(number)], "DUPLICATE", "This category and class has a price already."
            )
    for number, each in enumerate(prices):
        if each.price.amount_minor > HIGHEST_PRICE:
            most = Money(HIGHEST_PRICE, each.price.currency)
            yield FieldError(
                ["prices", str(number), "amountMinor"],
                "TOO_HIGH",
                f"A ticket costs at most {most.display}.",
            )
    if len({each.price.currency for each in prices}) > 1:
        yield FieldError(["prices"], "MIXED_CURRENCIES", "Give all prices in one currency.")
    for missing in sorted(seat_classes - {seat_class for _, seat_class in pairs}):
        yield FieldError(
            ["prices"], "MISSING_PRICE", f"The auditorium has {missing} seats: give their price."
        )


def schedule_may_forbid(before: Changed, after: Changed) -> bool:
    """Tell whether a change touches a field on which showtimes in the schedule may depend."""
    fields = _SCHEDULE_DEPENDS_ON[type(before)]
    return any(getattr(before, field) != getattr(after, field) for field in fields)


def movie_change_problems(
    before: Movie, after: Movie, upcoming: Sequence[Showtime]
) -> Iterator[FieldError]:
    """Yield the changes of a movie that `upcoming`, its showtimes in the schedule, forbid.

    They take their auditorium for the old running time, and are shown in the old formats.
    """
    if upcoming and after.runtime_minutes != before.runtime_minutes:
        yield _scheduled("runtimeMinutes")
    if any(each.business_date < after.release_date for each in upcoming):
        yield _scheduled("releaseDate")
    if any(each.format not in after.formats for each in upcoming):
        yield _scheduled("formats")


def cinema_change_problems(
    before: Cinema, after: Cinema, upcoming: Sequence[Showtime]
) -> Iterator[FieldError]:
    """Yield the changes of a cinema that `upcoming` showtimes forbid: it sets their day."""
    if upcoming and after.timezone != before.timezone:
        yield _scheduled("timezone")
    if upcoming and after.city_id != before.city_id:
        yield _scheduled("cityId")


def auditorium_change_problems(
    before: Auditorium, after: Auditorium, upcoming: Sequence[Showtime]
) -> Iterator[FieldError]:
    """Yield the changes of an auditorium that `upcoming` showtimes forbid: seats are sold."""
    if upcoming and after.cinema_id != before.cinema_id:
        yield _scheduled("cinemaId")
    if upcoming and after.rows != before.rows:
        yield _scheduled("rows")
    if any(each.format not in after.formats for each in upcoming):
        yield _scheduled("formats")


def _scheduled(field: str) -> FieldError:
    return FieldError([field], "SHOWTIMES_SCHEDULED", "Showtimes in the schedule depend on this.")


def _movie_problems(plan: ShowtimePlan, movie: Movie, cinema: Cinema) -> Iterator[FieldError]:
    if movie.archived:
        yield FieldError(["movieId"], "ARCHIVED", "This movie is archived.")
    if business_date(plan.starts_at, cinema.timezone) < movie.release_date:
        yield FieldError(
            ["startsAt"], "BEFORE_RELEASE", f"The movie is released on {movie.release_date}."
        )


def _format_problems(
    plan: ShowtimePlan, movie: Movie, auditorium: Auditorium
) -> Iterator[FieldError]:
    if plan.format not in auditorium.formats:
        yield FieldError(["format"], "NOT_IN_AUDITORIUM", "The auditorium cannot show this format.")
    if plan.format not in movie.formats:
        yield FieldError(
            ["format"], "NOT_OF_MOVIE", "There is no copy of the movie in this format."
        )
