"""Planning cinemas and their auditoriums."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.clock import Clock
from shared.errors import InvalidInput
from shared.ids import IdSource
from subgraphs.catalog.domain.movies import comparable
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.rules import cinema_change_problems, schedule_may_forbid
from subgraphs.catalog.domain.showtimes import ShowtimeOwner
from subgraphs.catalog.ports import CatalogChange, CatalogStore, ShowtimeQuery
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import existing


class PlacePlanning:
    """Creates and changes cinemas, and creates auditoriums."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def create_cinema(self, city_id: str, details: Mapping[str, Any]) -> Cinema:
        """Create a cinema; `details` are all fields of Cinema except the ids.

        Raises NotFound for the city, and InvalidInput when another cinema there has the name.
        """
        cinema = Cinema(id=self._ids.new("cin"), city_id=city_id, **details)

        async def decide() -> tuple[CatalogChange, Cinema]:
            await existing(self._store.cities_by_ids, "cty", "city", city_id)
            await self._refuse_taken_name(cinema)
            return CatalogChange(cinemas=[cinema]), cinema

        return await self._decisions.decide(decide)

    async def update_cinema(self, id: str, changes: Mapping[str, Any]) -> Cinema:
        """Change fields of the cinema; return it.

        Raises NotFound, and InvalidInput for a name that is taken, or for another time zone while
        showtimes are in the schedule: it would change their days.
        """

        async def decide() -> tuple[CatalogChange | None, Cinema]:
            before = await existing(self._store.cinemas_by_ids, "cin", "cinema", id)
            after = replace(before, **changes)
            if after == before:
                return None, before
            if after.name != before.name:
                await self._refuse_taken_name(after)
            if schedule_may_forbid(before, after):
                await self._refuse_what_showtimes_forbid(before, after)
            return CatalogChange(cinemas=[after]), after

        return await self._decisions.decide(decide)

    async def create_auditorium(self, cinema_id: str, details: Mapping[str, Any]) -> Auditorium:
        """Create an auditorium; `details` are all fields of Auditorium except the ids.

        Raises NotFound for the cinema, and InvalidInput when another auditorium has the name.
        """
        auditorium = Auditorium(id=self._ids.new("aud"), cinema_id=cinema_id, **details)

        async def decide() -> tuple[CatalogChange, Auditorium]:
            await existing(self._store.cinemas_by_ids, "cin", "cinema", cinema_id)
            others = await self._store.auditoriums_of([cinema_id])
            _refuse_taken(auditorium.name, [other.name for other in others])
            return CatalogChange(auditoriums=[auditorium]), auditorium

        return await self._decisions.decide(decide)

    async def _refuse_taken_name(self, cinema: Cinema) -> None:
        others = await self._store.cinemas([cinema.city_id])
        _refuse_taken(cinema.name, [other.name for other in others if other.id != cinema.id])

    async def _refuse_what_showtimes_forbid(self, before: Cinema, after: Cinema) -> None:
        upcoming = await self._store.showtimes_of(
            ShowtimeOwner.CINEMA, [before.id], ShowtimeQuery(), self._clock.now()
        )
        problems = list(cinema_change_problems(before, after, upcoming))
        if problems:
            raise InvalidInput(problems)


def _refuse_taken(name: str, others: list[str]) -> None:
    if comparable(name) in map(comparable, others):
        raise InvalidInput.of("name", "TAKEN", "This name is taken there.")
