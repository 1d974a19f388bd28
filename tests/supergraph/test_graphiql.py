"""GraphiQL is one page that loads no other assets, and its ready operations are valid."""

import base64
import hashlib
import re
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, parse, validate

from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import RouterProcess

pytestmark = pytest.mark.embedded_router

OPERATIONS = sorted((ROUTER / "graphiql").glob("*.graphql"))


@pytest.fixture(scope="session")
def page(toy_router: RouterProcess) -> httpx.Response:
    return httpx.get(f"{toy_router.url}/graphql", headers={"accept": "text/html"}, timeout=20)


def test_the_policy_allows_no_loads_and_calls_to_the_pages_origin_only(
    page: httpx.Response,
) -> None:
    assert page.headers["content-type"].startswith("text/html")
    policy = dict(
        directive.split(" ", 1) for directive in page.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "http" not in page.headers["content-security-policy"]


def test_the_policy_allows_the_pages_script_and_no_other(page: httpx.Response) -> None:
    [script] = re.findall(r"<script>(.*)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page.headers["content-security-policy"]


def test_the_page_has_no_links_to_assets(page: httpx.Response) -> None:
    markup = re.sub(r"<(script|style)>.*</\1>", "", page.text, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)=["'](?!data:)""", markup) == []


def test_a_cached_page_is_not_sent_again(toy_router: RouterProcess, page: httpx.Response) -> None:
    headers = {"accept": "text/html", "if-none-match": page.headers["etag"]}
    answer = httpx.get(f"{toy_router.url}/graphql", headers=headers)
    assert answer.status_code == 304


def test_the_page_has_the_ready_operations(page: httpx.Response) -> None:
    assert len(OPERATIONS) > 0
    for operation in OPERATIONS:
        first_line = operation.read_text().splitlines()[0]
        assert first_line in page.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda path: path.name)
def test_the_ready_operations_are_valid(operation: Path) -> None:
    schema = build_schema((ROUTER / "api.graphql").read_text())
    assert validate(schema, parse(operation.read_text())) == []
