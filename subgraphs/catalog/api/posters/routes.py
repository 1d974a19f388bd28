"""`/posters/<movie id>.svg`."""

from fastapi import APIRouter, Response

from subgraphs.catalog.api.posters.drawing import draw
from subgraphs.catalog.service.reading import CatalogService

_HEADERS = {
    "cache-control": "public, max-age=3600",
    # A browser opens an SVG as a document: it must not load or run anything.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    # Pages of any origin may show a poster.
    "cross-origin-resource-policy": "cross-origin",
}


def poster_routes(service: CatalogService) -> APIRouter:
    """Return the route that serves posters; it answers 404 for an unknown movie."""
    router = APIRouter()

    @router.get("/posters/{name}.svg")
    async def poster(name: str) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        movie = (await service.movies_by_ids([name])).get(name)
        if movie is None:
            return Response(status_code=404)
        return Response(draw(movie), media_type="image/svg+xml", headers=_HEADERS)

    return router
