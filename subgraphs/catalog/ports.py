"""What the use cases need from outside; the adapter is in store.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from shared.pagination import PageRequest
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    City,
    Movie,
    MovieStatus,
    ScreenFormat,
    Showtime,
)


@dataclass(frozen=True, slots=True)
class MovieQuery:
    """Which films: all conditions hold at once; None means any.

    `ids` limits to these films; `released_between` to a span of days, both included.
    """

    status: MovieStatus | None = None
    words: tuple[str, ...] = ()
    genre: str | None = None
    format: ScreenFormat | None = None
    ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ShowtimeQuery:
    """Which showings: all conditions hold at once; None means any.

    Without a date, those that have not begun; with one, all of that business day.
    """

    city_id: str | None = None
    cinema_id: str | None = None
    movie_id: str | None = None
    day: date | None = None
    format: ScreenFormat | None = None
    audio_language: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogData:
    """Everything that an import brings."""

    cities: Sequence[City]
    cinemas: Sequence[Cinema]
    auditoriums: Sequence[Auditorium]
    movies: Sequence[Movie]
    showtimes: Sequence[Showtime]


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
    ) -> tuple[list[Movie], int]:
        """Up to size + 1 films behind the cursor by title, and how many there are in all."""
        ...

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        """The films released from `first` to `last`."""
        ...

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]: ...

    async def movies_on(
        self, *, city_id: str | None, cinema_id: str | None, now: datetime
    ) -> frozenset[str]:
        """The ids of the films that are still to be shown there."""
        ...

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], int]:
        """Up to size + 1 showings behind the cursor by start, and how many there are in all."""
        ...

    async def showtimes_of(
        self, field: str, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        """The showings of several cinemas or films at once, by start."""
        ...

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]: ...

    async def import_all(self, data: CatalogData) -> int:
        """Write what is new or different; how many documents that was."""
        ...
