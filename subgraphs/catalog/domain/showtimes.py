"""Showtimes, and the rules of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, StrEnum, auto
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.money import LARGEST_AMOUNT, Money
from subgraphs.catalog.domain.places import ScreenFormat, SeatClass

BUSINESS_DAY_BEGINS = time(5)
"""A cinema's day ends at five in the morning: a showtime at 00:30 belongs to the evening before."""
TRAILERS = timedelta(minutes=10)
"""How long trailers run before the movie."""
CLEANING = timedelta(minutes=15)
"""How long cleaning takes the auditorium after the movie."""
SLOT = timedelta(minutes=5)
"""Auditoriums are taken in steps of this length."""
LONGEST_RUNTIME_MINUTES = 600
HIGHEST_PRICE = LARGEST_AMOUNT // 10
"""What a ticket may cost in minor units: a customer holds up to 10 at once, and pays their sum."""


class TicketCategory(StrEnum):
    """Who the ticket is for; each category has its own prices."""

    ADULT = "ADULT"
    CHILD = "CHILD"
    SENIOR = "SENIOR"
    STUDENT = "STUDENT"


class ShowtimeStatus(StrEnum):
    """Whether a showtime takes place."""

    SCHEDULED = "SCHEDULED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class TicketPrice:
    """What one ticket costs, by its category and seat class."""

    category: TicketCategory
    seat_class: SeatClass
    price: Money


@dataclass(frozen=True, slots=True)
class Showtime:
    """One showtime of a movie. `business_date` is the cinema's own calendar day."""

    id: str
    movie_id: str
    cinema_id: str
    city_id: str
    auditorium_id: str
    starts_at: datetime
    ends_at: datetime
    business_date: date
    format: ScreenFormat
    audio_language: str
    subtitle_language: str | None
    prices: tuple[TicketPrice, ...]
    status: ShowtimeStatus

    @property
    def slots(self) -> range:
        """The slots in which it takes its auditorium."""
        return slots(self.starts_at, self.ends_at)

    def overlaps(self, other: "Showtime") -> bool:
        """Tell whether the two cannot both take place."""
        return (
            self.auditorium_id == other.auditorium_id
            and self.slots.start < other.slots.stop
            and other.slots.start < self.slots.stop
        )


class ShowtimeOwner(Enum):
    """What a list of showtimes belongs to."""

    MOVIE = auto()
    CINEMA = auto()
    AUDITORIUM = auto()

    def id_of(self, showtime: Showtime) -> str:
        """Return the id of the movie, cinema or auditorium of `showtime`."""
        match self:
            case ShowtimeOwner.MOVIE:
                return showtime.movie_id
            case ShowtimeOwner.CINEMA:
                return showtime.cinema_id
            case ShowtimeOwner.AUDITORIUM:
                return showtime.auditorium_id


def ends_at(starts_at: datetime, runtime_minutes: int) -> datetime:
    """Return when the movie ends."""
    return starts_at + TRAILERS + timedelta(minutes=runtime_minutes)


def occupied_until(ends_at: datetime) -> datetime:
    """Return when the next audience may come in."""
    return ends_at + CLEANING


def slots(starts_at: datetime, ends_at: datetime) -> range:
    """Return the slots of a showtime with trailers, movie and cleaning, counted from 1970.

    Two showtimes overlap in an auditorium exactly when they share a slot.
    """
    first = int(starts_at.timestamp() // SLOT.total_seconds())
    after_last = -int(-occupied_until(ends_at).timestamp() // SLOT.total_seconds())
    return range(first, after_last)


def all_slots(showtimes: Sequence[Showtime]) -> range:
    """Return all slots from the first to the last of `showtimes`, at least one showtime."""
    taken = [showtime.slots for showtime in showtimes]
    return range(min(each.start for each in taken), max(each.stop for each in taken))


def slot_start(slot: int) -> datetime:
    """Return the moment at which a slot begins."""
    return datetime.fromtimestamp(slot * SLOT.total_seconds(), UTC)


def business_date(starts_at: datetime, timezone: str) -> date:
    """Return the day to which a showtime belongs, in the cinema's zone and by its end of day."""
    local = starts_at.astimezone(_zone(timezone))
    if local.time() < BUSINESS_DAY_BEGINS:
        return local.date() - timedelta(days=1)
    return local.date()


def latest_day(moment: datetime, timezones: Iterable[str]) -> date:
    """Return the last day that has begun in one of the zones; by UTC when there is none."""
    days = (business_date(moment, timezone) for timezone in timezones)
    return max(days, default=moment.astimezone(UTC).date())


def a_week_later(starts_at: datetime, timezone: str) -> datetime:
    """Return the same time of day by the cinema's clocks, even if they change in between."""
    zone = _zone(timezone)
    local = starts_at.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=1)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        # Older code took names that only some machines know, such as `localtime`. One such cinema
        # must not stop every question about today.
        return UTC
