"""Several mutations in one operation: each answer shows the state after its own mutation."""

from datetime import timedelta

from shared.auth.viewer import Role, Viewer
from subgraphs.catalog.api.schema import schema
from tests.unit.catalog.process import MemoryRedis, Process
from tests.unit.catalog.town import Town

SEVERAL = """
mutation Several($movie: ID!, $showtime: ID!) {
  first: updateMovie(input: {id: $movie, title: "First"}) { ...Shown }
  second: updateMovie(input: {id: $movie, title: "Second"}) { ...Shown }
  cancelShowtime(id: $showtime) { ... on Showtime { movie { title ...List } } }
}
fragment Shown on MovieResult { ... on Movie { ...List } }
fragment List on Movie { showtimes { edges { node { id movie { title } } } } }
"""


async def test_nested_answers_show_the_state_after_their_own_mutation(town: Town) -> None:
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
