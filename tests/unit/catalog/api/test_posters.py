"""Posters: drawn from the movie, safe to open, always the same."""

from dataclasses import replace
from xml.etree import ElementTree

import httpx
import pytest
from fastapi import FastAPI

from dev.seed.movies import MOVIES, Movie
from subgraphs.catalog.api.posters import poster_routes
from subgraphs.catalog.api.posters.drawing import draw
from tests.unit.catalog.town import Town

TEXT = "{http://www.w3.org/2000/svg}tspan"


@pytest.mark.parametrize("seed", MOVIES, ids=[movie.title for movie in MOVIES])
def test_a_demo_movie_has_a_poster_with_its_title(town: Town, seed: Movie) -> None:
    movie = town.add_movie(seed.title, genres=seed.genres)
    drawn = draw(movie)
    assert drawn == draw(movie)
    assert len(drawn) < 12_000
    lines = [line.text or "" for line in ElementTree.fromstring(drawn).iter(TEXT)]
    assert " ".join(lines) == movie.title


def test_stored_text_that_xml_cannot_hold_is_left_out(town: Town) -> None:
    movie = town.add_movie("Two\uffff\x00 \u202elives", genres=("Dra\ufffema",))
    root = ElementTree.fromstring(draw(replace(movie, certification="R\x1b")))
    assert root.get("aria-label") == "Two lives"
    assert "DRAMA" in "".join(root.itertext())


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", '"><x', "&amp;", "x" * 200])
def test_no_title_breaks_out_of_its_poster(town: Town, title: str) -> None:
    root = ElementTree.fromstring(draw(town.add_movie(title)))
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        *("svg", "defs", "linearGradient", "stop", "rect", "circle", "ellipse"),
        *("path", "polygon", "g", "text", "tspan"),
    }


async def test_a_poster_is_served_by_the_id_of_its_movie(town: Town) -> None:
    app = FastAPI()
    app.include_router(poster_routes(town.service))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://catalog") as client:
        found = await client.get(f"/posters/{town.movie.id}.svg")
        assert found.headers["content-type"].startswith("image/svg+xml")
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert (await client.get("/posters/mov_1.svg")).status_code == 404
        assert (await client.get("/posters/..%2f..%2fetc.svg")).status_code == 404
