"""Mutations of movies."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsAdmin
from shared.validation.inputs import validated
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.inputs.movies import (
    CreateMovieInput,
    UpdateMovieInput,
    ValidatedMovie,
    ValidatedMovieUpdate,
)
from subgraphs.catalog.api.types import ArchiveMovieResult, Movie, MovieResult

_Id = Annotated[strawberry.ID, strawberry.argument(description="The movie.")]


@strawberry.type
class MovieMutations:
    @strawberry.mutation(permission_classes=[IsAdmin], description="Announce a movie. ADMIN only.")
    async def create_movie(
        self,
        info: Info,
        input: Annotated[CreateMovieInput, strawberry.argument(description="The movie.")],
    ) -> MovieResult:
        details = validated(ValidatedMovie, input).fields()
        movie = await info.context.planning.movies.create(details)
        return Movie.of(movie)

    @strawberry.mutation(permission_classes=[IsAdmin], description="Change a movie. ADMIN only.")
    async def update_movie(
        self,
        info: Info,
        input: Annotated[UpdateMovieInput, strawberry.argument(description="The changes.")],
    ) -> MovieResult:
        changes = validated(ValidatedMovieUpdate, input).fields()
        movie = await info.context.planning.movies.update(input.id, changes)
        return Movie.of(movie)

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Remove a movie that is no longer shown from every list. ADMIN only.",
    )
    async def archive_movie(self, info: Info, id: _Id) -> ArchiveMovieResult:
        movie = await info.context.planning.movies.archive(id)
        return Movie.of(movie)

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Put an archived movie back into the lists. ADMIN only.",
    )
    async def restore_movie(self, info: Info, id: _Id) -> MovieResult:
        movie = await info.context.planning.movies.restore(id)
        return Movie.of(movie)
