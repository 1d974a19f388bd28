"""Catalog's use cases on a store in memory, with one cinema."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.errors import FieldError
from shared.ids import UlidSource
from shared.money import Money
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import (
    Auditorium,
    Cinema,
    City,
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
)
from subgraphs.catalog.domain.rules import ShowtimePlan
from subgraphs.catalog.domain.showtimes import TicketCategory, TicketPrice
from subgraphs.catalog.service.planning import Planning
from subgraphs.catalog.service.reading import CatalogService
from tests.unit.catalog.memory import MemoryCatalogStore

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)
BOGOTA = "America/Bogota"


class HandClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


def prices(*classes: SeatClass) -> tuple[TicketPrice, ...]:
    """Return an adult's price for each class."""
    return tuple(TicketPrice(TicketCategory.ADULT, each, Money(1_500, "COP")) for each in classes)


def codes(problems: Sequence[FieldError]) -> set[tuple[str, str]]:
    """Return which fields break which rules."""
    return {(".".join(problem.path), problem.code) for problem in problems}


@dataclass
class Town:
    """One city, cinema, auditorium and movie, and the use cases."""

    store: MemoryCatalogStore = field(default_factory=MemoryCatalogStore)
    clock: HandClock = field(default_factory=HandClock)
    ids: UlidSource = field(default_factory=UlidSource)

    def __post_init__(self) -> None:
        new = self.ids.new
        self.city = City(new("cty"), "Bogotá", "Cundinamarca", "Colombia")
        self.cinema = Cinema(new("cin"), self.city.id, "Calima", "Calle 19", BOGOTA)
        row = SeatRow(
            "A",
            (
                SeatPosition(1, 1, SeatClass.STANDARD),
                SeatPosition(2, 3, SeatClass.PREMIUM),
            ),
        )
        formats = frozenset({ScreenFormat.STANDARD_2D, ScreenFormat.STANDARD_3D})
        self.auditorium = Auditorium(new("aud"), self.cinema.id, "Sala 1", formats, (row,))
        self.movie = self.add_movie("Moana")
        self.store.all_cities[self.city.id] = self.city
        self.store.all_cinemas[self.cinema.id] = self.cinema
        self.store.all_auditoriums[self.auditorium.id] = self.auditorium
        self.planning = Planning.over(self.store, self.clock, self.ids)
        self.service = CatalogService(self.store, self.clock)

    def add_movie(self, title: str, **details: Any) -> Movie:
        """Store a new movie and return it."""
        movie = Movie(
            id=self.ids.new("mov"),
            title=title,
            original_title=None,
            synopsis="A story.",
            runtime_minutes=100,
            release_date=date(2026, 6, 1),
            certification="PG",
            genres=("Animation",),
            formats=frozenset({ScreenFormat.STANDARD_2D}),
            spoken_language="en",
            subtitle_languages=("es",),
            poster_url=None,
            trailer_url=None,
        )
        movie = replace(movie, **details)
        self.store.all_movies[movie.id] = movie
        return movie

    def plan(self, after: timedelta = timedelta(days=1), **details: Any) -> ShowtimePlan:
        """Return a plan that keeps every rule, some time from now."""
        plan = ShowtimePlan(
            self.movie.id,
            self.auditorium.id,
            self.clock.now() + after,
            ScreenFormat.STANDARD_2D,
            "en",
            "es",
            prices(SeatClass.STANDARD, SeatClass.PREMIUM),
        )
        return replace(plan, **details)

    def published(self) -> Sequence[str]:
        """Return the topics of the events so far."""
        return [event.TOPIC for event in self.store.events]
