"""What the use cases need from outside; the adapters are in adapters/."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, Protocol, TypeVar

from shared.errors import FieldError
from shared.pagination import Count, PageRequest
from shared.text.search import Term
from subgraphs.catalog.domain.answers import CachedAnswer, EncodedAnswer
from subgraphs.catalog.domain.movies import Movie, MovieStatus
from subgraphs.catalog.domain.places import Auditorium, Cinema, City, ScreenFormat
from subgraphs.catalog.domain.rules import ShowtimePlan
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeOwner
from subgraphs.catalog.events import ShowtimeCancelled, ShowtimeMoved, ShowtimeScheduled

Value = TypeVar("Value")
ReportProgress = Callable[[Literal["staged", "written"], int], None]
"""Called with a step and how many new showtimes have passed it so far."""
MakeScheduledEvents = Callable[[Sequence[Showtime]], Awaitable[Sequence[ShowtimeScheduled]]]
"""Makes the events of new showtimes, one for each, in the same order."""


@dataclass(frozen=True, slots=True)
class MovieQuery:
    """Which movies: all conditions hold at once; None means any.

    `ids` limits to these movies. Archived movies are in no list.
    """

    status: MovieStatus | None = None
    terms: tuple[Term, ...] = ()
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
class FileRow(Generic[Value]):
    """A row of an import file; `place` tells people where it is in the file."""

    place: str
    id: str
    value: Value


@dataclass(frozen=True, slots=True)
class CatalogData:
    """An import file's rows, each well formed by itself.

    `malformed` says what is wrong with all other rows. `malformed_ids` are the ids of those that
    have one, so that rows which refer to them are not reported too.
    """

    cities: Sequence[FileRow[City]]
    cinemas: Sequence[FileRow[Cinema]]
    auditoriums: Sequence[FileRow[Auditorium]]
    movies: Sequence[FileRow[Movie]]
    showtimes: Sequence[FileRow[ShowtimePlan]]
    malformed: Sequence[FieldError] = ()
    malformed_ids: frozenset[str] = frozenset()


async def no_scheduled_events(showtimes: Sequence[Showtime]) -> Sequence[ShowtimeScheduled]:
    """Make no events: the change has no new showtimes, or names their events itself."""
    return ()


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """What one decision writes, with its events: all of it or nothing.

    `new_showtimes` are inserted; everything else replaces what has its id, or is new. The store
    inserts new showtimes in chunks and calls `scheduled_events` for each chunk as it writes it:
    the events of a large import name millions of seats. `events` are all other events.
    """

    cities: Sequence[City] = ()
    cinemas: Sequence[Cinema] = ()
    auditoriums: Sequence[Auditorium] = ()
    movies: Sequence[Movie] = ()
    showtimes: Sequence[Showtime] = ()
    new_showtimes: Sequence[Showtime] = ()
    events: Sequence[ShowtimeScheduled | ShowtimeMoved | ShowtimeCancelled] = ()
    scheduled_events: MakeScheduledEvents = no_scheduled_events


class CatalogStore(Protocol):
    """The catalog's documents."""

    async def version(self) -> int:
        """Return the version. It rises with every change, in the change's own transaction."""
        ...

    async def cities(self, country: str | None) -> list[City]: ...

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]: ...

    async def cinemas(self, city_ids: Sequence[str] | None) -> list[Cinema]: ...

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]: ...

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]: ...

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]: ...

    async def timezones(self, city_id: str | None) -> frozenset[str]:
        """Return the time zones of the cinemas, of one city or of all."""
        ...

    async def movies(
        self, query: MovieQuery, request: PageRequest, now: datetime, today: date
    ) -> tuple[list[Movie], Count]:
        """Return up to size + 1 movies after the cursor by title, and what counts all.

        Their status is that of the moment `now` on the day `today`.
        """
        ...

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        """Return the movies released from `first` to `last`."""
        ...

    async def outdated_movies(self) -> list[str]:
        """Return the ids of movies whose titles older code prepared for lists and searches."""
        ...

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]: ...

    async def movies_on(self, city_id: str, now: datetime) -> frozenset[str]:
        """Return the ids of the movies that are still to be shown in the city."""
        ...

    async def movies_at(
        self, cinema_ids: Sequence[str], now: datetime
    ) -> Mapping[str, frozenset[str]]:
        """Return the ids of the movies still to be shown, for each cinema that has any."""
        ...

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], Count]:
        """Return up to size + 1 showtimes after the cursor by start, and what counts all."""
        ...

    async def showtimes_of(
        self, owner: ShowtimeOwner, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        """Return the showtimes of several movies, cinemas or auditoriums at once, by start."""
        ...

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]: ...

    async def showtimes_between(
        self, cinema_id: str, first_day: date, last_day: date
    ) -> list[Showtime]:
        """Return a cinema's scheduled showtimes from `first_day` to `last_day`, by start."""
        ...

    async def last_start(self, movie_id: str, *, without: str) -> datetime | None:
        """Return the latest start of the movie's scheduled showtimes other than `without`."""
        ...

    async def overlapping(self, auditorium_ids: Sequence[str], slots: range) -> list[Showtime]:
        """Return the scheduled showtimes in one of the auditoriums and `slots`, by start."""
        ...

    async def has_sold_seats(self, showtime_id: str) -> bool:
        """Tell whether catalog knows of a booking of this showtime that is not cancelled."""
        ...

    async def note_booking(self, booking_id: str, showtime_id: str, *, stands: bool) -> None:
        """Record that a booking was confirmed (`stands`) or cancelled; idempotent.

        A cancellation is final, in whichever order the two arrive.
        """
        ...

    async def commit(
        self,
        change: CatalogChange,
        read_at_version: int,
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> None:
        """Write all of `change`, with its events and the catalog's next version, or nothing.

        Very many new showtimes are staged first and written in several transactions. Raises
        VersionConflict when the catalog is not at `read_at_version`, and ImportBeingCompleted
        while staged showtimes are being written; then nothing is written.
        """
        ...

    async def finish_abandoned_commits(self, scheduled_events: MakeScheduledEvents) -> None:
        """Complete, or discard, what is staged by processes that have died."""
        ...


class SharedAnswers(Protocol):
    """The answers that all processes share. A store that is unavailable has no answers."""

    async def get(self, key: str) -> CachedAnswer | None: ...

    async def put(self, key: str, encoded: EncodedAnswer) -> None: ...
