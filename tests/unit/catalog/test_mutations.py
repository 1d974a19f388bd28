"""Several mutations in one operation: each answers what is there when it is done."""

from datetime import timedelta

from shared.auth.viewer import Role, Viewer
from subgraphs.catalog.api.schema import schema
from tests.unit.catalog.conftest import Town
from tests.unit.catalog.test_answer_cache import MemoryRedis, Process

SEVERAL = """
mutation Several($movie: ID!, $showtime: ID!) {
  first: updateMovie(input: {id: $movie, title: "First"}) { ...Shown }
  second: updateMovie(input: {id: $movie, title: "Second"}) { ...Shown }
  cancelShowtime(id: $showtime) { ... on Showtime { movie { title ...List } } }
}
fragment Shown on MovieResult { ... on Movie { ...List } }
fragment List on Movie { showtimes { edges { node { id movie { title } } } } }
"""


async def test_nested_answers_are_not_those_of_an_earlier_mutation(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan(timedelta(days=2)))
    context = Process(town, MemoryRedis()).context(Viewer("a", "s", frozenset({Role.ADMIN})))
    variables = {"movie": town.movie.id, "showtime": showtime.id}
    result = await schema.execute(SEVERAL, variables, context_value=context)
    assert result.errors is None
    assert result.data is not None

    def shown(title: str) -> object:
        node = {"id": showtime.id, "movie": {"title": title}}
        return {"showtimes": {"edges": [{"node": node}]}}

    assert result.data["first"] == shown("First")
    assert result.data["second"] == shown("Second")
    assert result.data["cancelShowtime"] == {
        "movie": {"title": "Second", "showtimes": {"edges": []}}
    }
