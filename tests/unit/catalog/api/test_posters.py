"""Posters: drawn from the movie, safe to open, always the same."""

from dataclasses import replace
from xml.etree import ElementTree

import httpx
import pytest
from fastapi import FastAPI

from dev.seed.movies import MOVIES, Movie
from subgraphs.catalog.api.posters import poster_routes
from subgraphs.catalog.api.posters.drawing import WIDTH, draw
from tests.unit.catalog.api.shaping import shaped_width
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


TITLES = [
    "千と千尋の神隠しと千と千尋の神隠し",
    "하울의 움직이는 성과 센과 치히로",
    "लगान: वन्स अपॉन अ टाइम इन इंडिया",
    "சிவாஜி: தி பாஸ் ஆர்ஆர்ஆர்",
    "โหมโรงเรื่องราวของนักดนตรีไทยผู้ยิ่งใหญ่",
    "רוקד עם בשיר ועוד סרט ארוך מאוד",
    "جدایی نادر از سیمین و یک فیلم دیگر",
    "Ελευθερία και Θάνατος ξανά",
    "БРИЛЛИАНТЫ ДЛЯ ЖИЗНИ ИЮНЯ",
    "MMMMMMMM WWWWWWWW MMMMMMMMMMMMMMMMM",
    "Mission: Impossible – Dead Reckoning Part One",
    "🎬" * 30,
    "千" * 200,
]


@pytest.mark.parametrize("title", TITLES)
def test_no_line_of_a_title_runs_out_of_the_picture(town: Town, title: str) -> None:
    movie = town.add_movie(title, genres=("サイエンス・フィクション" * 4,))
    root = ElementTree.fromstring(draw(movie))
    lines = [line.text or "" for line in root.iter(TEXT)]
    (title_text, facts) = root.iter("{http://www.w3.org/2000/svg}text")
    size = float(title_text.attrib["font-size"])
    assert len(lines) <= 6
    for line in lines:
        assert shaped_width(line, size) < WIDTH
    spacing = len(facts.text or "") * float(facts.attrib["letter-spacing"])
    assert shaped_width(facts.text or "", float(facts.attrib["font-size"])) + spacing < WIDTH
    assert (title_text.get("direction") == "rtl") == (title[0] in "רج")
    whole = "".join("".join(lines).split())
    assert whole == "".join(title.split()) or lines[-1].endswith("…")
