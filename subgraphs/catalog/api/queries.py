"""Catalog's queries. All are public."""

from typing import Annotated

import strawberry

from shared.graphql.paging import After, Connection, First
from shared.graphql.weights import PAGED, assumed
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.inputs.filters import MovieFilter, ShowtimeFilter
from subgraphs.catalog.api.types import (
    Cinema,
    City,
    Movie,
    Showtime,
    by_nearness,
    by_start,
    by_title,
)
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
InCity = Annotated[strawberry.ID | None, strawberry.argument(description="In this city only.")]


@strawberry.type(description="The queries.")
class Query:
    @strawberry.field(
        directives=[assumed(10)], description="The cities with cinemas, by country and name."
    )
    async def cities(
        self,
        info: Info,
        country: Annotated[
            str | None, strawberry.argument(description="In this country only.")
        ] = None,
    ) -> list[City]:
        return [City.of(city) for city in await info.context.service.cities(country)]

    @strawberry.field(description="A city; null when there is none.")
    async def city(self, info: Info, id: Id) -> City | None:
        city = await info.context.city_loader.load(id)
        return City.of(city) if city else None

    @strawberry.field(directives=[assumed(50)], description="The cinemas, by name.")
    async def cinemas(self, info: Info, city_id: InCity = None) -> list[Cinema]:
        return [Cinema.of(cinema) for cinema in await info.context.service.cinemas(city_id)]

    @strawberry.field(description="A cinema; null when there is none.")
    async def cinema(self, info: Info, id: Id) -> Cinema | None:
        return await Cinema.resolve_reference(info, id)

    @strawberry.field(directives=[PAGED], description="Movies, by title.")
    async def movies(
        self,
        info: Info,
        filter: Annotated[
            MovieFilter | None, strawberry.argument(description="Which movies.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Movie]:
        service = info.context.service
        page = await service.movies(
            filter.query() if filter else MovieQuery(),
            by_title(first, after),
            city_id=filter.city_id if filter else None,
        )
        return Connection[Movie].of(page, Movie.of)

    @strawberry.field(description="A movie; null when there is none.")
    async def movie(self, info: Info, id: Id) -> Movie | None:
        return await Movie.resolve_reference(info, id)

    @strawberry.field(
        directives=[PAGED],
        description="Movies released at most 30 days before or after today, the nearest first.",
    )
    async def premieres(
        self, info: Info, city_id: InCity = None, first: First = 20, after: After = None
    ) -> Connection[Movie]:
        service = info.context.service
        page = await service.premieres(city_id, by_nearness(first, after))
        return Connection[Movie].of(page, Movie.of)

    @strawberry.field(
        directives=[PAGED], description="Showtimes, by start; without a date, those to come."
    )
    async def showtimes(
        self,
        info: Info,
        filter: Annotated[
            ShowtimeFilter | None, strawberry.argument(description="Which showtimes.")
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> Connection[Showtime]:
        page = await info.context.service.showtimes(
            filter.query() if filter else ShowtimeQuery(),
            by_start(first, after),
        )
        return Connection[Showtime].of(page, Showtime.of)

    @strawberry.field(description="A showtime; null when there is none.")
    async def showtime(self, info: Info, id: Id) -> Showtime | None:
        return await Showtime.resolve_reference(info, id)
