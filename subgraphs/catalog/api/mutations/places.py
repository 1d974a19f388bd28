"""Mutations of cinemas and their auditoriums."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsAdmin
from shared.validation.inputs import validated
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.inputs.places import (
    CreateAuditoriumInput,
    CreateCinemaInput,
    UpdateCinemaInput,
    ValidatedAuditorium,
    ValidatedCinema,
    ValidatedCinemaUpdate,
)
from subgraphs.catalog.api.types import Auditorium, AuditoriumResult, Cinema, CinemaResult


@strawberry.type
class PlaceMutations:
    @strawberry.mutation(permission_classes=[IsAdmin], description="Open a cinema. ADMIN only.")
    async def create_cinema(
        self,
        info: Info,
        input: Annotated[CreateCinemaInput, strawberry.argument(description="The cinema.")],
    ) -> CinemaResult:
        details = validated(ValidatedCinema, input).fields()
        cinema = await info.context.planning.places.create_cinema(input.city_id, details)
        return Cinema.of(cinema)

    @strawberry.mutation(permission_classes=[IsAdmin], description="Change a cinema. ADMIN only.")
    async def update_cinema(
        self,
        info: Info,
        input: Annotated[UpdateCinemaInput, strawberry.argument(description="The changes.")],
    ) -> CinemaResult:
        changes = validated(ValidatedCinemaUpdate, input).fields()
        return Cinema.of(await info.context.planning.places.update_cinema(input.id, changes))

    @strawberry.mutation(
        permission_classes=[IsAdmin], description="Add an auditorium to a cinema. ADMIN only."
    )
    async def create_auditorium(
        self,
        info: Info,
        input: Annotated[CreateAuditoriumInput, strawberry.argument(description="The auditorium.")],
    ) -> AuditoriumResult:
        details = validated(ValidatedAuditorium, input).fields()
        places = info.context.planning.places
        return Auditorium.of(await places.create_auditorium(input.cinema_id, details))
