"""Posters for movies that have no picture of their own, drawn from what is known of the movie."""

from subgraphs.catalog.api.posters.routes import poster_routes

__all__ = ["poster_routes"]
