"""The router reads the programme with one call to catalog, for any number of showtimes."""

import httpx
import pytest

from dev.stack import Stack

PROGRAMME = """
query Programme($first: Int = 5) {
  cities { name cinemas { name
    showtimes(first: $first) { edges { node { id movie { title } } } }
  } }
}
"""


@pytest.mark.embedded_router
@pytest.mark.usefixtures("showtimes")
@pytest.mark.parametrize("first", [1, 5, 15])
async def test_the_whole_programme_is_one_call(stack: Stack, first: int) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        request = {"query": PROGRAMME, "variables": {"first": first}}
        answer = await http.post(stack.url, json=request)
    found = [
        showtime["node"]["movie"]["title"]
        for city in answer.json()["data"]["cities"]
        for cinema in city["cinemas"]
        for showtime in cinema["showtimes"]["edges"]
    ]
    assert len(found) >= first
    assert answer.headers["x-subgraph-calls"] == "catalog=1"


@pytest.mark.embedded_router
@pytest.mark.usefixtures("showtimes")
@pytest.mark.parametrize(
    ("query", "cache_control"),
    [
        ("{ movies(first: 5) { edges { node { title } } } }", "public, max-age=1"),
        ("{ showtimes(first: 5) { edges { node { startsAt availableSeatCount } } } }", "no-store"),
        ("{ me { email } movies(first: 5) { edges { node { title } } } }", "no-store"),
    ],
    ids=["catalog's alone", "with seats", "with the viewer"],
)
async def test_caches_may_keep_what_is_catalogs_alone(
    stack: Stack, query: str, cache_control: str
) -> None:
    intent = {"apollo-require-preflight": "true"}
    async with httpx.AsyncClient(timeout=30, trust_env=False, headers=intent) as http:
        answers = [await http.get(stack.url, params={"query": query}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.headers["cache-control"] for answer in answers} == {cache_control}
