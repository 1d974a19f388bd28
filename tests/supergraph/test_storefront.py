"""The router serves the built storefront, and what subgraphs serve beside GraphQL."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dev.generate.composition import compose_file
from tests.supergraph import toys
from tests.supergraph.serving import RouterProcess, router, serving

pytestmark = pytest.mark.embedded_router

PAGE = "<!doctype html><title>Marquee</title>"
SCRIPT = "console.log(1)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    (folder / "assets").mkdir()
    (folder / "addresses.json").write_text(json.dumps(["/", "/movies/:id"]))
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "index-abc.js").write_text(SCRIPT)
    (folder / "assets" / "index-abc.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / ".digest").write_text("not for browsers")
    return folder


@pytest.fixture(scope="module")
def pages(
    built: Path, toy_supergraph: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("pages") / "router.log"
    with router(toy_supergraph, log, STOREFRONT_FOLDER=str(built)) as started:
        yield started


def get(pages: RouterProcess, path: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(f"{pages.url}{path}", headers=named, trust_env=False)


@pytest.mark.parametrize("path", ["/", "/?city=cty_1", "/movies/mov_1", "/movies/a%20b"])
def test_the_page_is_at_each_address_of_the_application(pages: RouterProcess, path: str) -> None:
    answer = get(pages, path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/movies",
        "/movies/mov_1/more",
        "/index.html",
        "/addresses.json",
        "/.digest",
        "/assets/index-abc.js.gz",
        "/assets/../.digest",
        "/assets/%2e%2e/addresses.json",
        "/nothing",
    ],
)
def test_nothing_else_is_served(pages: RouterProcess, path: str) -> None:
    assert get(pages, path).status_code == 404


def test_the_policy_allows_this_origin_and_nothing_inline(pages: RouterProcess) -> None:
    headers = get(pages, "/").headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_files_named_by_their_hash_are_kept_and_sent_compressed(pages: RouterProcess) -> None:
    answer = get(pages, "/assets/index-abc.js", accept_encoding="gzip")
    assert answer.text == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "accept-encoding"
    plain = get(pages, "/assets/index-abc.js", accept_encoding="identity")
    assert plain.text == SCRIPT
    assert "content-encoding" not in plain.headers


def test_a_page_that_is_known_is_not_sent_again(pages: RouterProcess) -> None:
    etag = get(pages, "/").headers["etag"]
    answer = get(pages, "/movies/mov_1", if_none_match=etag)
    assert (answer.status_code, answer.content) == (304, b"")


def test_only_reading_is_answered(pages: RouterProcess) -> None:
    head = httpx.head(f"{pages.url}/", trust_env=False)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(PAGE))
    assert httpx.post(f"{pages.url}/", trust_env=False).status_code == 404


def test_a_folder_without_a_build_is_named(toy_supergraph: Path, tmp_path: Path) -> None:
    log = tmp_path / "router.log"
    with (
        pytest.raises(AssertionError),
        router(toy_supergraph, log, STOREFRONT_FOLDER=str(tmp_path)),
    ):
        pass
    assert f"STOREFRONT_FOLDER: {tmp_path}/addresses.json cannot be read" in log.read_text()


async def _poster(request: Request) -> Response:
    assert "x-steering" not in request.headers
    return Response("<svg/>", media_type="image/svg+xml", headers={"cache-control": "public"})


async def _tickets(request: Request) -> Response:
    cookie = request.headers.get("cookie", "nobody")
    return Response(cookie, media_type="application/pdf", headers={"set-cookie": "evil=1"})


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RouterProcess]:
    """The router over subgraphs of the real names, which serve something beside GraphQL."""
    folder = tmp_path_factory.mktemp("passing")
    names = {"people": "catalog", "news": "booking"}
    listed: dict[str, object] = {}
    for toy, name in names.items():
        (folder / f"{name}.graphql").write_text(toys.SCHEMAS[toy].as_str())
        listed[name] = {
            "routing_url": "http://localhost:1/graphql",
            "schema": {"file": f"{name}.graphql"},
        }
    (folder / "supergraph.yaml").write_text(json.dumps({"subgraphs": listed}))
    composed = folder / "supergraph.graphql"
    composed.write_text(compose_file(folder / "supergraph.yaml").supergraph)
    routes = [
        Route("/posters/mov_1.svg", _poster),
        Route("/bookings/bkg_1/tickets.pdf", _tickets),
    ]
    with (
        serving(Starlette(routes=routes)) as url,
        router(composed, folder / "router.log", CATALOG_URL=url, BOOKING_URL=url) as started,
    ):
        yield started


def test_posters_are_passed_on_without_a_clients_other_headers(passing: RouterProcess) -> None:
    answer = get(passing, "/posters/mov_1.svg", x_steering="1")
    assert (answer.status_code, answer.text) == (200, "<svg/>")
    assert answer.headers["cache-control"] == "public"
    assert answer.headers["content-type"].startswith("image/svg+xml")


def test_tickets_are_passed_on_with_the_session(passing: RouterProcess) -> None:
    answer = get(passing, "/bookings/bkg_1/tickets.pdf", cookie="session=mine")
    assert answer.text == "session=mine"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/posters/mov_2.svg", "/posters/mov_1.png", "/bookings/bkg_1"])
def test_no_other_path_reaches_a_subgraph(passing: RouterProcess, path: str) -> None:
    assert get(passing, path).status_code == 404


def test_a_subgraph_that_is_down_is_said_so(tmp_path: Path, passing: RouterProcess) -> None:
    composed = passing.log.parent / "supergraph.graphql"
    with router(composed, tmp_path / "router.log") as started:
        answer = get(started, "/posters/mov_1.svg")
    assert (answer.status_code, answer.text) == (503, "catalog is not available.\n")
