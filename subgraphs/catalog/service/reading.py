"""Reading the catalog: the use cases for everyone. Those of planners are in planning/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from shared.clock import Clock
from shared.ids import is_id
from shared.pagination import Page, PageRequest, SortKey, counted, make_page
from subgraphs.catalog.domain.movies import Movie, MovieStatus
from subgraphs.catalog.domain.places import Auditorium, Cinema, City
from subgraphs.catalog.domain.showtimes import (
    Showtime,
    ShowtimeOwner,
    business_date,
    latest_day,
)
from subgraphs.catalog.ports import CatalogStore, MovieQuery, ShowtimeQuery

PREMIERE_SPAN = timedelta(days=30)
PagedOwner = Literal[ShowtimeOwner.MOVIE, ShowtimeOwner.CINEMA]
"""What has pages of showtimes."""

Item = TypeVar("Item")


class CatalogService:
    """Answers what is on, where and when."""

    def __init__(self, store: CatalogStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def clock(self) -> Clock:
        """The clock by which the status of a movie is derived."""
        return self._clock

    async def today(self, city_id: str | None = None) -> date:
        """Return the last day that has begun at a cinema, of the city or of any."""
        return latest_day(self._clock.now(), await self._store.timezones(city_id))

    async def cities(self, country: str | None) -> list[City]:
        """Return the cities with cinemas, by country and name."""
        return await self._store.cities(country)

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]:
        return await self._store.cities_by_ids(_ids_with("cty", ids))

    async def cinemas(self, city_id: str | None) -> list[Cinema]:
        """Return the cinemas, by name; none for an unknown city."""
        return await self._store.cinemas(None if city_id is None else [city_id])

    async def cinemas_of(self, city_ids: Sequence[str]) -> list[Cinema]:
        """Return the cinemas of several cities at once, by name."""
        return await self._store.cinemas(city_ids)

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]:
        return await self._store.cinemas_by_ids(_ids_with("cin", ids))

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]:
        """Return the auditoriums of several cinemas at once, by name."""
        return await self._store.auditoriums_of(cinema_ids)

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]:
        return await self._store.auditoriums_by_ids(_ids_with("aud", ids))

    async def movies(
        self, query: MovieQuery, request: PageRequest, *, city_id: str | None = None
    ) -> Page[Movie]:
        """Return a page of movies by title; with a city, of those still to be shown there.

        Their status is by the day of the city, or else of the first cinema.
        """
        now, today = self._clock.now(), await self.today(city_id)
        if city_id is not None:
            query = replace(query, ids=await self._store.movies_on(city_id, now))
        fetched, count = await self._store.movies(query, request, now, today)
        return make_page(fetched, request, sort_key=_by_title, count=count)

    async def movies_at(
        self, timezones: Mapping[str, str], status: MovieStatus | None, request: PageRequest
    ) -> dict[str, Page[Movie]]:
        """Return for each cinema a page of the movies still to be shown there, by title.

        `timezones` are those of the cinemas, by their ids. Each cinema has its own day.
        """
        now = self._clock.now()
        on = await self._store.movies_at(list(timezones), now)
        movies = await self._store.movies_by_ids(sorted({id for ids in on.values() for id in ids}))
        pages: dict[str, Page[Movie]] = {}
        for cinema_id, timezone in timezones.items():
            today = business_date(now, timezone)
            shown = [movies[id] for id in on.get(cinema_id, frozenset())]
            wanted = [movie for movie in shown if status in (None, movie.status(now, today))]
            pages[cinema_id] = _page(wanted, request, _by_title)
        return pages

    async def premieres(self, city_id: str | None, request: PageRequest) -> Page[Movie]:
        """Return the movies released at most 30 days before or after today, the nearest first."""
        now = self._clock.now()
        # All pages of a list are for the day of its first page, after midnight too.
        if request.after:
            today = date.fromordinal(int(request.after[0]))
        else:
            today = await self.today(city_id)
        on = await self._store.movies_on(city_id, now) if city_id is not None else None
        found = await self._store.movies_released(today - PREMIERE_SPAN, today + PREMIERE_SPAN, on)
        return _page(
            found,
            request,
            lambda movie: (
                today.toordinal(),
                abs((movie.release_date - today).days),
                movie.id,
            ),
        )

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]:
        return await self._store.movies_by_ids(_ids_with("mov", ids))

    async def showtimes(self, query: ShowtimeQuery, request: PageRequest) -> Page[Showtime]:
        """Return a page of showtimes by start."""
        fetched, count = await self._store.showtimes(query, request, self._clock.now())
        return make_page(fetched, request, sort_key=_by_start, count=count)

    async def showtimes_of(
        self, owner: PagedOwner, ids: Sequence[str], query: ShowtimeQuery, request: PageRequest
    ) -> dict[str, Page[Showtime]]:
        """Return for each of several movies or cinemas a page of its showtimes, by start.

        For one of them only the page is read; for several, all of their showtimes at once.
        """
        if len(ids) == 1:
            (id,) = ids
            match owner:
                case ShowtimeOwner.MOVIE:
                    of_one = replace(query, movie_id=id)
                case ShowtimeOwner.CINEMA:
                    of_one = replace(query, cinema_id=id)
            return {id: await self.showtimes(of_one, request)}
        of_each: dict[str, list[Showtime]] = {id: [] for id in ids}
        for showtime in await self._store.showtimes_of(owner, ids, query, self._clock.now()):
            of_each[owner.id_of(showtime)].append(showtime)
        return {id: _page(showtimes, request, _by_start) for id, showtimes in of_each.items()}

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]:
        return await self._store.showtimes_by_ids(_ids_with("sho", ids))


def _page(rows: list[Item], request: PageRequest, key: Callable[[Item], SortKey]) -> Page[Item]:
    """Return a page of `rows`, which are all rows of the list, sorted by `key`."""
    ordered = sorted(rows, key=key)
    after_cursor = [row for row in ordered if request.after is None or key(row) > request.after]
    return make_page(
        after_cursor[: request.size + 1], request, sort_key=key, count=counted(len(ordered))
    )


def _by_title(movie: Movie) -> SortKey:
    return movie.sort_title, movie.id


def _by_start(showtime: Showtime) -> SortKey:
    """Return the start, in milliseconds, and the id."""
    return round(showtime.starts_at.timestamp() * 1000), showtime.id


def _ids_with(prefix: str, ids: Sequence[str]) -> list[str]:
    return [id for id in ids if is_id(prefix, id)]
