"""Planning movies."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.clock import Clock
from shared.errors import InvalidInput
from shared.ids import IdSource
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.rules import movie_change_problems, schedule_may_forbid
from subgraphs.catalog.domain.showtimes import ShowtimeOwner
from subgraphs.catalog.errors import MovieHasShowtimes
from subgraphs.catalog.ports import CatalogChange, CatalogStore, ShowtimeQuery
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import existing

_AT_A_TIME = 200


class MoviePlanning:
    """Creates, changes and archives movies."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def create(self, details: Mapping[str, Any]) -> Movie:
        """Create a movie; `details` are all fields of Movie except the id."""
        movie = Movie(id=self._ids.new("mov"), **details)

        async def decide() -> tuple[CatalogChange, Movie]:
            return CatalogChange(movies=[movie]), movie

        return await self._decisions.decide(decide)

    async def update(self, id: str, changes: Mapping[str, Any]) -> Movie:
        """Change fields of the movie; return it.

        Raises NotFound, and InvalidInput for a change that showtimes in the schedule forbid.
        """

        async def decide() -> tuple[CatalogChange | None, Movie]:
            before = await self._get(id)
            after = replace(before, **changes)
            if after == before:
                return None, before
            if schedule_may_forbid(before, after):
                await self._refuse_what_showtimes_forbid(before, after)
            return CatalogChange(movies=[after]), after

        return await self._decisions.decide(decide)

    async def archive(self, id: str) -> Movie:
        """Take the movie out of every list; return it.

        Raises NotFound, and MovieHasShowtimes while it is still to be shown.
        """
        return await self._set_archived(id, archived=True)

    async def restore(self, id: str) -> Movie:
        """Put the movie back into the lists; return it. Raises NotFound."""
        return await self._set_archived(id, archived=False)

    async def refresh_titles(self) -> None:
        """Write movies again whose titles older code prepared for lists and searches.

        So a new rule of what searches ignore finds the movies that were stored before it.
        """
        ids = await self._store.outdated_movies()
        for start in range(0, len(ids), _AT_A_TIME):
            some = ids[start : start + _AT_A_TIME]

            async def decide(some: list[str] = some) -> tuple[CatalogChange, None]:
                movies = await self._store.movies_by_ids(some)
                return CatalogChange(movies=list(movies.values())), None

            await self._decisions.decide_large(decide)

    async def _set_archived(self, id: str, *, archived: bool) -> Movie:
        async def decide() -> tuple[CatalogChange | None, Movie]:
            before = await self._get(id)
            if before.archived is archived:
                return None, before
            last = before.last_showtime_at
            if archived and last is not None and last >= self._clock.now():
                raise MovieHasShowtimes
            after = replace(before, archived=archived)
            return CatalogChange(movies=[after]), after

        return await self._decisions.decide(decide)

    async def _get(self, id: str) -> Movie:
        return await existing(self._store.movies_by_ids, "mov", "movie", id)

    async def _refuse_what_showtimes_forbid(self, before: Movie, after: Movie) -> None:
        upcoming = await self._store.showtimes_of(
            ShowtimeOwner.MOVIE, [before.id], ShowtimeQuery(), self._clock.now()
        )
        problems = list(movie_change_problems(before, after, upcoming))
        if problems:
            raise InvalidInput(problems)
