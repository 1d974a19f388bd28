"""Catalog's mutations. All are for ADMIN."""

import strawberry

from subgraphs.catalog.api.mutations.movies import MovieMutations
from subgraphs.catalog.api.mutations.places import PlaceMutations
from subgraphs.catalog.api.mutations.showtimes import ShowtimeMutations


@strawberry.type(description="The mutations.")
class Mutation(MovieMutations, PlaceMutations, ShowtimeMutations):
    pass
