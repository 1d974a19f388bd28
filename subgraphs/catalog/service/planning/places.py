"""Cinemas and their auditoriums."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.clock import Clock
from shared.errors import InvalidInput
from shared.ids import IdSource
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    cinema_change_problems,
    plain,
    schedule_may_forbid,
)
from subgraphs.catalog.ports import CatalogStore, Changes, ShowtimeQuery
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import one


class PlacePlanning:
    """Creates and changes cinemas, and builds auditoriums."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def create_cinema(self, city_id: str, details: Mapping[str, Any]) -> Cinema:
        """A new cinema; `details` are Cinema's fields but the ids.

        Raises NotFound for the city, and InvalidInput for a name that another cinema there has.
        """
        cinema = Cinema(id=self._ids.new("cin"), city_id=city_id, **details)

        async def decide() -> tuple[Changes, Cinema]:
            await one(self._store.cities_by_ids, "cty", "city", city_id)
            await self._refuse_taken_name(cinema)
            return Changes(cinemas=[cinema]), cinema

        return await self._decisions.take(decide)

    async def update_cinema(self, id: str, changes: Mapping[str, Any]) -> Cinema:
        """The cinema with other details.

        Raises NotFound, and InvalidInput for a taken name and for another time zone while
        showtimes are in the schedule, whose days it would change.
        """

        async def decide() -> tuple[Changes | None, Cinema]:
            before = await one(self._store.cinemas_by_ids, "cin", "cinema", id)
            after = replace(before, **changes)
            if after == before:
                return None, before
            if after.name != before.name:
                await self._refuse_taken_name(after)
            if schedule_may_forbid(before, after):
                await self._refuse_against_schedule(before, after)
            return Changes(cinemas=[after]), after

        return await self._decisions.take(decide)

    async def create_auditorium(self, cinema_id: str, details: Mapping[str, Any]) -> Auditorium:
        """A new auditorium; `details` are Auditorium's fields but the ids.

        Raises NotFound for the cinema, and InvalidInput for a name that it has already.
        """
        auditorium = Auditorium(id=self._ids.new("aud"), cinema_id=cinema_id, **details)

        async def decide() -> tuple[Changes, Auditorium]:
            await one(self._store.cinemas_by_ids, "cin", "cinema", cinema_id)
            others = await self._store.auditoriums_of([cinema_id])
            _refuse_taken(auditorium.name, [other.name for other in others])
            return Changes(auditoriums=[auditorium]), auditorium

        return await self._decisions.take(decide)

    async def _refuse_taken_name(self, cinema: Cinema) -> None:
        others = await self._store.cinemas([cinema.city_id])
        _refuse_taken(cinema.name, [other.name for other in others if other.id != cinema.id])

    async def _refuse_against_schedule(self, before: Cinema, after: Cinema) -> None:
        upcoming = await self._store.showtimes_of(
            "cinemaId", [before.id], ShowtimeQuery(), self._clock.now()
        )
        problems = list(cinema_change_problems(before, after, upcoming))
        if problems:
            raise InvalidInput(problems)


def _refuse_taken(name: str, others: list[str]) -> None:
    if plain(name) in map(plain, others):
        raise InvalidInput.of("name", "TAKEN", "There is one of this name there.")
