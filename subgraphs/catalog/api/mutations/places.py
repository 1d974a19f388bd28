"""Mutations of cinemas and their auditoriums."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin
from subgraphs.catalog.api.inputs import CreateAuditoriumInput, CreateCinemaInput, UpdateCinemaInput
from subgraphs.catalog.api.types import Auditorium, AuditoriumResult, Cinema, CinemaResult, Info


@strawberry.type
class PlaceMutations:
    @strawberry.mutation(permission_classes=[IsAdmin], description="Open a cinema. ADMIN only.")
    async def create_cinema(
        self,
        info: Info,
        input: Annotated[CreateCinemaInput, strawberry.argument(description="The cinema.")],
    ) -> CinemaResult:
        places = info.context.planning.places
        return Cinema.of(await places.create_cinema(input.city_id, input.details()))

    @strawberry.mutation(
        permission_classes=[IsAdmin], description="Change what is said of a cinema. ADMIN only."
    )
    async def update_cinema(
        self,
        info: Info,
        input: Annotated[UpdateCinemaInput, strawberry.argument(description="The changes.")],
    ) -> CinemaResult:
        places = info.context.planning.places
        return Cinema.of(await places.update_cinema(input.id, input.changes()))

    @strawberry.mutation(
        permission_classes=[IsAdmin], description="Add an auditorium to a cinema. ADMIN only."
    )
    async def create_auditorium(
        self,
        info: Info,
        input: Annotated[CreateAuditoriumInput, strawberry.argument(description="The auditorium.")],
    ) -> AuditoriumResult:
        places = info.context.planning.places
        return Auditorium.of(await places.create_auditorium(input.cinema_id, input.details()))
