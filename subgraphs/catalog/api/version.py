"""The HTTP route that tells routers the catalog's version, by which they keep public answers."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from subgraphs.catalog.service.answers import CatalogVersion


def version_routes(version: CatalogVersion) -> APIRouter:
    """Return the route `/version`."""
    router = APIRouter()

    @router.get("/version", response_class=PlainTextResponse)
    async def current() -> str:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        return str(await version.current())

    return router
