"""The rules of single fields, for GraphQL inputs and for import files."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Protocol, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, Strict, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from shared.money import CURRENCIES
from shared.text.search import fold
from shared.validation.fields import LABEL, PROSE, spelt
from shared.validation.times import AnyDay, AnyMoment
from subgraphs.catalog.domain.places import MOST_SEATS, ScreenFormat

Item = TypeVar("Item")
Name = TypeVar("Name", bound=str)
_AREAS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/"),
    *("Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"),
)
# A cinema is at a place. Other names of the database are no places (`UTC`, `Etc/GMT+5`,
# `EST5EDT`, `Factory`), or are old names of whole countries (`Japan`, `US/Eastern`).
_TIME_ZONES = frozenset(name for name in available_timezones() if name.startswith(_AREAS))


def _time_zone(name: str) -> str:
    if name not in _TIME_ZONES:
        raise PydanticCustomError(
            "unknown_time_zone",
            "Write the IANA time zone of a place, as area and city: America/Bogota.",
        )
    return name


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise PydanticCustomError(
            "unknown_currency", "Write the ISO 4217 code of a currency, such as COP."
        )
    return code


def _release_date(day: date) -> date:
    # The first movie was shown in 1895; no movie is announced a century ahead.
    if not 1895 <= day.year <= 2100:
        raise PydanticCustomError("out_of_range", "Write a date from 1895 to 2100.")
    return day


def _moment(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2200:
        raise PydanticCustomError("out_of_range", "Write a time from 2000 to 2200.")
    return moment.astimezone(UTC).replace(microsecond=0)


def _week_start(day: date) -> date:
    # Far enough from the ends of the calendar to add weeks to it.
    if not 2000 <= day.year <= 2100:
        raise PydanticCustomError("out_of_range", "Write a date from 2000 to 2100.")
    return day


def _unique(items: list[Name]) -> list[Name]:
    if len({fold(item) for item in items}) < len(items):
        raise PydanticCustomError("duplicate", "Name each once.")
    return items


def unique_by(*attributes: str) -> Callable[[Sequence[Item]], Sequence[Item]]:
    """Return a validator that refuses two items with the same values of `attributes`."""

    def check(items: Sequence[Item]) -> Sequence[Item]:
        values = [tuple(getattr(item, name) for name in attributes) for item in items]
        if len(set(values)) < len(values):
            names = " and ".join(map(to_camel, attributes))
            raise PydanticCustomError(
                "duplicate", "No two may have the same {names}.", {"names": names}
            )
        return items

    return check


class _Seats(Protocol):
    @property
    def capacity(self) -> int: ...


Rows = TypeVar("Rows", bound=Sequence[_Seats])


def few_enough_seats(rows: Rows) -> Rows:
    """Return the rows of an auditorium; refuse more than MOST_SEATS seats in all."""
    if sum(row.capacity for row in rows) > MOST_SEATS:
        raise PydanticCustomError(
            "too_many_seats", "An auditorium has at most {most} seats.", {"most": MOST_SEATS}
        )
    return rows


BY_NAME = Strict(strict=False)
"""An enumeration's value may be given by its name, also where nothing else is converted."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=200), LABEL]
Synopsis = Annotated[str, StringConstraints(min_length=1, max_length=4_000), PROSE]
Certification = Annotated[str, StringConstraints(min_length=1, max_length=20), LABEL]
ReleaseDate = Annotated[AnyDay, AfterValidator(_release_date)]
Moment = Annotated[AnyMoment, AfterValidator(_moment)]
"""A time of the schedule, in UTC and whole seconds."""
WeekStart = Annotated[AnyDay, AfterValidator(_week_start)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
LanguageTag = Annotated[
    str,
    spelt("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "Write a BCP 47 language tag, such as es or es-MX."),
]
"""A BCP 47 tag in its usual spelling, such as `es` or `es-MX`."""
Genres = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=50), LABEL]],
    Field(min_length=1, max_length=10),
    AfterValidator(_unique),
]
SubtitleLanguages = Annotated[list[LanguageTag], Field(max_length=30), AfterValidator(_unique)]
Formats = Annotated[
    list[Annotated[ScreenFormat, BY_NAME]], Field(min_length=1), AfterValidator(_unique)
]
RowLabel = Annotated[str, spelt("[A-Z]{1,2}", "Write one or two capital letters, such as C.")]
"""Letters only, so that label and number together name one seat."""
Currency = Annotated[str, AfterValidator(_currency)]
