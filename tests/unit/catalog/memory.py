"""Catalog's store in memory: plain loops, with which tests compare the real store."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from shared.errors import VersionConflict
from shared.pagination import Count, PageRequest, counted
from shared.text.search import search_terms
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema, City
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeOwner, ShowtimeStatus
from subgraphs.catalog.events import ShowtimeCancelled, ShowtimeMoved, ShowtimeScheduled
from subgraphs.catalog.ports import (
    CatalogChange,
    MakeScheduledEvents,
    MovieQuery,
    ReportProgress,
    ShowtimeQuery,
)

Value = TypeVar("Value", City, Cinema, Auditorium, Movie, Showtime)
Event = ShowtimeScheduled | ShowtimeMoved | ShowtimeCancelled


class MemoryCatalogStore:
    """Every document in a dict by its id."""

    def __init__(self) -> None:
        self.all_cities: dict[str, City] = {}
        self.all_cinemas: dict[str, Cinema] = {}
        self.all_auditoriums: dict[str, Auditorium] = {}
        self.all_movies: dict[str, Movie] = {}
        self.all_showtimes: dict[str, Showtime] = {}
        self.bookings: dict[str, tuple[str, bool]] = {}
        self.events: list[Event] = []
        self.outdated: set[str] = set()
        """The ids of movies with titles as older code stored them, until they are written."""
        self.number = 0
        self.before_commit: Callable[[], None] = lambda: None
        """What another writer does between a decision and its commit."""

    async def version(self) -> int:
        return self.number

    async def cities(self, country: str | None) -> list[City]:
        found = (each for each in self.all_cities.values() if country in (None, each.country))
        return sorted(found, key=lambda city: (city.country, city.name))

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]:
        return _pick(self.all_cities, ids)

    async def cinemas(self, city_ids: Sequence[str] | None) -> list[Cinema]:
        found = (
            each
            for each in self.all_cinemas.values()
            if city_ids is None or each.city_id in city_ids
        )
        return sorted(found, key=lambda cinema: (cinema.name, cinema.id))

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]:
        return _pick(self.all_cinemas, ids)

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]:
        found = (each for each in self.all_auditoriums.values() if each.cinema_id in cinema_ids)
        return sorted(found, key=lambda auditorium: (auditorium.name, auditorium.id))

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]:
        return _pick(self.all_auditoriums, ids)

    async def timezones(self, city_id: str | None) -> frozenset[str]:
        cinemas = self.all_cinemas.values()
        return frozenset(each.timezone for each in cinemas if city_id in (None, each.city_id))

    async def movies(
        self, query: MovieQuery, request: PageRequest, now: datetime, today: date
    ) -> tuple[list[Movie], Count]:
        found = [each for each in self.all_movies.values() if _matches(each, query, now, today)]
        found.sort(key=lambda movie: (movie.sort_title, movie.id))
        after_cursor = [
            each
            for each in found
            if request.after is None or (each.sort_title, each.id) > request.after
        ]
        return after_cursor[: request.size + 1], counted(len(found))

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        return [
            each
            for each in self.all_movies.values()
            if not each.archived
            and first <= each.release_date <= last
            and (ids is None or each.id in ids)
        ]

    async def outdated_movies(self) -> list[str]:
        return sorted(self.outdated)

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]:
        return _pick(self.all_movies, ids)

    async def movies_on(self, city_id: str, now: datetime) -> frozenset[str]:
        query = ShowtimeQuery(city_id=city_id)
        return frozenset(each.movie_id for each in self._showtimes(query, now))

    async def movies_at(
        self, cinema_ids: Sequence[str], now: datetime
    ) -> Mapping[str, frozenset[str]]:
        return {
            id: frozenset(
                each.movie_id for each in self._showtimes(ShowtimeQuery(cinema_id=id), now)
            )
            for id in cinema_ids
        }

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], Count]:
        found = self._showtimes(query, now)
        after_cursor = [
            each
            for each in found
            if request.after is None
            or (round(each.starts_at.timestamp() * 1000), each.id) > request.after
        ]
        return after_cursor[: request.size + 1], counted(len(found))

    async def showtimes_of(
        self, owner: ShowtimeOwner, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        return [each for each in self._showtimes(query, now) if owner.id_of(each) in ids]

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]:
        return _pick(self.all_showtimes, ids)

    async def showtimes_between(
        self, cinema_id: str, first_day: date, last_day: date
    ) -> list[Showtime]:
        return [
            each
            for each in self._scheduled()
            if each.cinema_id == cinema_id and first_day <= each.business_date <= last_day
        ]

    async def last_start(self, movie_id: str, *, without: str) -> datetime | None:
        starts = [
            each.starts_at
            for each in self._scheduled()
            if each.movie_id == movie_id and each.id != without
        ]
        return max(starts, default=None)

    async def overlapping(self, auditorium_ids: Sequence[str], slots: range) -> list[Showtime]:
        wanted = set(slots)
        return [
            each
            for each in self._scheduled()
            if each.auditorium_id in auditorium_ids and not wanted.isdisjoint(each.slots)
        ]

    async def has_sold_seats(self, showtime_id: str) -> bool:
        return (showtime_id, True) in self.bookings.values()

    async def note_booking(self, booking_id: str, showtime_id: str, *, stands: bool) -> None:
        if stands:
            self.bookings.setdefault(booking_id, (showtime_id, True))
        else:
            self.bookings[booking_id] = (showtime_id, False)

    async def finish_abandoned_commits(self, scheduled_events: MakeScheduledEvents) -> None: ...

    async def commit(
        self,
        change: CatalogChange,
        read_at_version: int,
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> None:
        self.before_commit()
        if self.number != read_at_version:
            raise VersionConflict
        self.number += 1
        self.all_cities |= _by_id(change.cities)
        self.all_cinemas |= _by_id(change.cinemas)
        self.all_auditoriums |= _by_id(change.auditoriums)
        self.all_movies |= _by_id(change.movies)
        self.outdated -= {each.id for each in change.movies}
        self.all_showtimes |= _by_id(change.showtimes)
        self.all_showtimes |= _by_id(change.new_showtimes)
        self.events += change.events
        self.events += await change.scheduled_events(change.new_showtimes)
        report_progress("written", len(change.new_showtimes))

    def _scheduled(self) -> list[Showtime]:
        found = (
            each for each in self.all_showtimes.values() if each.status is ShowtimeStatus.SCHEDULED
        )
        return sorted(found, key=lambda showtime: (showtime.starts_at, showtime.id))

    def _showtimes(self, query: ShowtimeQuery, now: datetime) -> list[Showtime]:
        return [
            each
            for each in self._scheduled()
            if query.city_id in (None, each.city_id)
            and query.cinema_id in (None, each.cinema_id)
            and query.movie_id in (None, each.movie_id)
            and query.format in (None, each.format)
            and query.audio_language in (None, each.audio_language)
            and (each.starts_at >= now if query.day is None else each.business_date == query.day)
        ]


def _matches(movie: Movie, query: MovieQuery, now: datetime, today: date) -> bool:
    terms = search_terms(movie.title) | search_terms(movie.original_title or "")
    return (
        not movie.archived
        and query.status in (None, movie.status(now, today))
        and all(
            any(
                term.text == each if term.is_whole else each.startswith(term.text) for each in terms
            )
            for term in query.terms
        )
        and (query.genre is None or query.genre in movie.genres)
        and (query.format is None or query.format in movie.formats)
        and (query.ids is None or movie.id in query.ids)
    )


def _pick(values: dict[str, Value], ids: Sequence[str]) -> dict[str, Value]:
    return {id: values[id] for id in ids if id in values}


def _by_id(values: Iterable[Value]) -> dict[str, Value]:
    return {value.id: value for value in values}
