"""`/graphql/version`: what routers keep public answers by."""

import httpx
from starlette.responses import PlainTextResponse

from subgraphs.catalog.api.version import TellVersion
from subgraphs.catalog.service.answers import CatalogVersion
from tests.unit.catalog.process import add_city
from tests.unit.catalog.town import Town


def _client(version: CatalogVersion) -> httpx.AsyncClient:
    app = TellVersion(PlainTextResponse("something else"), version)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://catalog.test")


async def test_each_change_raises_the_version(town: Town) -> None:
    async with _client(CatalogVersion(town.store.version)) as client:
        before = (await client.get("/graphql/version")).text
        add_city(town, "Cali")
        assert int((await client.get("/graphql/version")).text) == int(before) + 1
        assert (await client.get("/posters")).text == "something else"


async def test_a_version_that_cannot_be_read_is_told_as_that() -> None:
    async def fail() -> int:
        raise ConnectionResetError

    async with _client(CatalogVersion(fail)) as client:
        answer = await client.get("/graphql/version")
    assert (answer.status_code, answer.text) == (503, "")
