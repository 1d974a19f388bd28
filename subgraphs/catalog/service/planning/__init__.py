"""The use cases of planners: movies, places, showtimes, weeks and import files."""

from dataclasses import dataclass
from typing import Self

from shared.clock import Clock
from shared.ids import IdSource
from subgraphs.catalog.ports import CatalogStore
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.imports import CatalogImport, ImportSummary
from subgraphs.catalog.service.planning.movies import MoviePlanning
from subgraphs.catalog.service.planning.places import PlacePlanning
from subgraphs.catalog.service.planning.showtimes import ShowtimePlanning
from subgraphs.catalog.service.planning.weeks import WeekPlanning

__all__ = ["ImportSummary", "Planning"]


@dataclass(frozen=True, slots=True)
class Planning:
    """Every use case of planners."""

    movies: MoviePlanning
    places: PlacePlanning
    showtimes: ShowtimePlanning
    weeks: WeekPlanning
    imports: CatalogImport

    @classmethod
    def over(cls, store: CatalogStore, clock: Clock, ids: IdSource) -> Self:
        """Return the use cases over one store; their decisions wait for each other."""
        decisions = Decisions(store)
        return cls(
            movies=MoviePlanning(store, decisions, clock, ids),
            places=PlacePlanning(store, decisions, clock, ids),
            showtimes=ShowtimePlanning(store, decisions, clock, ids),
            weeks=WeekPlanning(store, decisions, clock, ids),
            imports=CatalogImport(store, decisions, clock),
        )
