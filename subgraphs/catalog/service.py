"""Reading the catalog: the use cases of everybody. Those of planners are in planning/."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from shared.clock import Clock
from shared.ids import is_id
from shared.pagination import Page, PageRequest, make_page
from subgraphs.catalog.domain import Auditorium, Cinema, City, Movie, Showtime
from subgraphs.catalog.ports import CatalogStore, MovieQuery, ShowtimeQuery

_PREMIERE_SPAN = timedelta(days=30)


class CatalogService:
    """Says what is on, where and when."""

    def __init__(self, store: CatalogStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def clock(self) -> Clock:
        """The clock by which statuses are derived."""
        return self._clock

    async def cities(self, country: str | None) -> list[City]:
        """The cities with cinemas, by country and name."""
        return await self._store.cities(country)

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]:
        return await self._store.cities_by_ids(_shaped("cty", ids))

    async def cinemas(self, city_id: str | None) -> list[Cinema]:
        """The cinemas, by name; none for a city that is not known."""
        return await self._store.cinemas(None if city_id is None else [city_id])

    async def cinemas_of(self, city_ids: Sequence[str]) -> list[Cinema]:
        """The cinemas of several cities at once, by name."""
        return await self._store.cinemas(city_ids)

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]:
        return await self._store.cinemas_by_ids(_shaped("cin", ids))

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]:
        """The halls of several cinemas at once, by name."""
        return await self._store.auditoriums_of(cinema_ids)

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]:
        return await self._store.auditoriums_by_ids(_shaped("aud", ids))

    async def movies(
        self,
        query: MovieQuery,
        request: PageRequest,
        *,
        city_id: str | None = None,
        cinema_id: str | None = None,
    ) -> Page[Movie]:
        """A page of films by title; with a city or cinema, those still to be shown there."""
        now = self._clock.now()
        if city_id is not None or cinema_id is not None:
            on = await self._store.movies_on(city_id=city_id, cinema_id=cinema_id, now=now)
            query = replace(query, ids=on if query.ids is None else on & query.ids)
        fetched, total = await self._store.movies(query, request, now)
        return make_page(
            fetched,
            request,
            sort_key=lambda movie: (movie.sort_title, movie.id),
            total_count=total,
        )

    async def premieres(self, city_id: str | None, request: PageRequest) -> Page[Movie]:
        """The films released within 30 days either side of today, the nearest first."""
        now = self._clock.now()
        today = now.date()
        on = (
            await self._store.movies_on(city_id=city_id, cinema_id=None, now=now)
            if city_id is not None
            else None
        )
        found = await self._store.movies_released(
            today - _PREMIERE_SPAN, today + _PREMIERE_SPAN, on
        )

        def key(movie: Movie) -> tuple[int, str]:
            return abs((movie.release_date - today).days), movie.id

        ordered = sorted(found, key=key)
        behind = [each for each in ordered if request.after is None or key(each) > request.after]
        return make_page(
            behind[: request.size + 1], request, sort_key=key, total_count=len(ordered)
        )

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]:
        return await self._store.movies_by_ids(_shaped("mov", ids))

    async def showtimes(self, query: ShowtimeQuery, request: PageRequest) -> Page[Showtime]:
        """A page of showings by start."""
        fetched, total = await self._store.showtimes(query, request, self._clock.now())
        return make_page(fetched, request, sort_key=showtime_key, total_count=total)

    async def showtimes_of(
        self, field: str, ids: Sequence[str], query: ShowtimeQuery
    ) -> list[Showtime]:
        """The showings of several films (`movieId`) or cinemas (`cinemaId`) at once, by start."""
        return await self._store.showtimes_of(field, ids, query, self._clock.now())

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]:
        return await self._store.showtimes_by_ids(_shaped("sho", ids))


def showtime_key(showtime: Showtime) -> tuple[int, str]:
    """A showing's place in lists: by start, in milliseconds, and id."""
    return round(showtime.starts_at.timestamp() * 1000), showtime.id


def _shaped(prefix: str, ids: Sequence[str]) -> list[str]:
    return [id for id in ids if is_id(prefix, id)]
