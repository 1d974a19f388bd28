"""Posters for movies without a picture, drawn from the facts of the movie."""

from subgraphs.catalog.api.posters.routes import poster_routes

__all__ = ["poster_routes"]
