"""`/posters/<movie id>.svg`."""

from fastapi import APIRouter, Response

from subgraphs.catalog.api.posters.drawing import draw
from subgraphs.catalog.service.reading import CatalogService

_HEADERS = {
    "cache-control": "public, max-age=3600",
    # An SVG opened by itself is a document: it may load and run nothing.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    # Pages of any origin may show it.
    "cross-origin-resource-policy": "cross-origin",
}


def poster_routes(service: CatalogService) -> APIRouter:
    """The route that serves posters; 404 for a movie that is not known."""
    router = APIRouter()

    @router.get("/posters/{name}.svg")
    async def poster(name: str) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        movie = (await service.movies_by_ids([name])).get(name)
        if movie is None:
            return Response(status_code=404)
        return Response(draw(movie), media_type="image/svg+xml", headers=_HEADERS)

    return router
