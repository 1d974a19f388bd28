"""What the use cases need from outside; the adapter is in store/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, Protocol, TypeVar

from shared.errors import FieldError
from shared.pagination import Count, PageRequest
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    City,
    Movie,
    MovieStatus,
    ScreenFormat,
    Showtime,
    ShowtimeInFull,
    ShowtimePlan,
)
from subgraphs.catalog.events import ShowtimeCancelled, ShowtimeMoved

Value = TypeVar("Value")
Progress = Callable[[Literal["laid by", "written"], int], None]
"""Is told how many new showtimes have come through a step so far."""


@dataclass(frozen=True, slots=True)
class MovieQuery:
    """Which movies: all conditions hold at once; None means any.

    `ids` limits to these movies. Archived movies are in no list.
    """

    status: MovieStatus | None = None
    words: tuple[str, ...] = ()
    genre: str | None = None
    format: ScreenFormat | None = None
    ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ShowtimeQuery:
    """Which showtimes: all conditions hold at once; None means any.

    Without a date, those that have not begun; with one, all of that business day.
    """

    city_id: str | None = None
    cinema_id: str | None = None
    movie_id: str | None = None
    day: date | None = None
    format: ScreenFormat | None = None
    audio_language: str | None = None


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """A row of an import file; `place` says where it stands there, for people."""

    place: str
    id: str
    value: Value


@dataclass(frozen=True, slots=True)
class CatalogData:
    """An import file's rows, each well formed by itself.

    `malformed` says what is wrong with the others, and `malformed_ids` names those of them that
    say who they are, so that rows which refer to them are not blamed too.
    """

    cities: Sequence[Row[City]]
    cinemas: Sequence[Row[Cinema]]
    auditoriums: Sequence[Row[Auditorium]]
    movies: Sequence[Row[Movie]]
    showtimes: Sequence[Row[ShowtimePlan]]
    malformed: Sequence[FieldError] = ()
    malformed_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """What one decision writes: all of it or nothing.

    `scheduled` are new showtimes, each told by its event; everything else is written as it stands
    here, new or in the place of what has its id. `told` are further events.
    """

    cities: Sequence[City] = ()
    cinemas: Sequence[Cinema] = ()
    auditoriums: Sequence[Auditorium] = ()
    movies: Sequence[Movie] = ()
    showtimes: Sequence[Showtime] = ()
    scheduled: Sequence[ShowtimeInFull] = ()
    told: Sequence[ShowtimeMoved | ShowtimeCancelled] = ()


class CatalogStore(Protocol):
    """The catalog's documents."""

    async def version(self) -> int:
        """Rises with every change of the catalog, in the change's own transaction."""
        ...

    async def cities(self, country: str | None) -> list[City]: ...

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]: ...

    async def cinemas(self, city_ids: Sequence[str] | None) -> list[Cinema]: ...

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]: ...

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]: ...

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]: ...

    async def movies(
        self, query: MovieQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Movie], Count]:
        """Up to size + 1 movies behind the cursor by title, and who counts all."""
        ...

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        """The movies released from `first` to `last`."""
        ...

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]: ...

    async def movies_on(self, city_id: str, now: datetime) -> frozenset[str]:
        """The ids of the movies that are still to be shown in the city."""
        ...

    async def movies_at(
        self, cinema_ids: Sequence[str], now: datetime
    ) -> Mapping[str, frozenset[str]]:
        """The ids of the movies that are still to be shown in each of the cinemas, if any."""
        ...

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], Count]:
        """Up to size + 1 showtimes behind the cursor by start, and who counts all."""
        ...

    async def showtimes_of(
        self, field: str, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        """The showtimes of several cinemas or movies at once, by start."""
        ...

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]: ...

    async def showtimes_between(
        self, cinema_id: str, first_day: date, last_day: date
    ) -> list[Showtime]:
        """A cinema's scheduled showtimes of some business days, both included, by start."""
        ...

    async def last_start(self, movie_id: str, *, without: str) -> datetime | None:
        """The latest start of the movie's scheduled showtimes, but for the one `without`."""
        ...

    async def overlapping(self, auditorium_ids: Sequence[str], slots: range) -> list[Showtime]:
        """The scheduled showtimes that take one of the auditoriums in one of `slots`, by start."""
        ...

    async def has_sold_seats(self, showtime_id: str) -> bool:
        """Whether catalog has heard of a booking of this showtime that stands."""
        ...

    async def note_booking(self, booking_id: str, showtime_id: str, *, stands: bool) -> None:
        """Remember that a booking was made, or was cancelled; in whichever order it is heard."""
        ...

    async def finish_commits(self) -> None:
        """Complete, or clear away, large commits whose process has died."""
        ...

    async def commit(
        self,
        changes: Changes,
        read_at_version: int,
        progress: Progress = lambda _step, _showtimes: None,
    ) -> None:
        """Write all of `changes`, with the catalog's next version, or nothing of them.

        Raises Overtaken, with nothing written, when the catalog is no longer at the version at
        which the decision was made, and ImportBeingCompleted, likewise, while it is closed to
        decisions. A large commit's new showtimes are laid by before they are written.
        """
        ...
