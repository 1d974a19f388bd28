"""Mutations of movies."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin
from subgraphs.catalog.api.inputs import CreateMovieInput, UpdateMovieInput
from subgraphs.catalog.api.types import ArchiveMovieResult, Info, Movie, MovieResult

_Id = Annotated[strawberry.ID, strawberry.argument(description="The movie.")]


@strawberry.type
class MovieMutations:
    @strawberry.mutation(permission_classes=[IsAdmin], description="Announce a movie. ADMIN only.")
    async def create_movie(
        self,
        info: Info,
        input: Annotated[CreateMovieInput, strawberry.argument(description="The movie.")],
    ) -> MovieResult:
        movie = await info.context.planning.movies.create(input.details())
        return Movie.of(movie, info.context.service.clock.now())

    @strawberry.mutation(
        permission_classes=[IsAdmin], description="Change what is said of a movie. ADMIN only."
    )
    async def update_movie(
        self,
        info: Info,
        input: Annotated[UpdateMovieInput, strawberry.argument(description="The changes.")],
    ) -> MovieResult:
        movie = await info.context.planning.movies.update(input.id, input.changes())
        return Movie.of(movie, info.context.service.clock.now())

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Take a movie that is no longer shown out of every list. ADMIN only.",
    )
    async def archive_movie(self, info: Info, id: _Id) -> ArchiveMovieResult:
        movie = await info.context.planning.movies.archive(id)
        return Movie.of(movie, info.context.service.clock.now())

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Take an archived movie back into the lists. ADMIN only.",
    )
    async def restore_movie(self, info: Info, id: _Id) -> MovieResult:
        movie = await info.context.planning.movies.restore(id)
        return Movie.of(movie, info.context.service.clock.now())
