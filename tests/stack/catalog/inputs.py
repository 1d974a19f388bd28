"""Every mutation with an input, and ways to send them."""

import json
from typing import Any

from tests.stack.catalog.programme import Programme

REFUSED = "... on InvalidInput { fields { path code } } ... on NotFound { id }"


def mutation(name: str, input_type: str) -> str:
    return (
        f"mutation M($input: {input_type}!) {{ {name}(input: $input) {{ __typename {REFUSED} }} }}"
    )


MUTATIONS = {
    "movie": mutation("createMovie", "CreateMovieInput"),
    "change": mutation("updateMovie", "UpdateMovieInput"),
    "cinema": mutation("createCinema", "CreateCinemaInput"),
    "update": mutation("updateCinema", "UpdateCinemaInput"),
    "auditorium": mutation("createAuditorium", "CreateAuditoriumInput"),
    "showtime": mutation("scheduleShowtime", "ScheduleShowtimeInput"),
    "move": mutation("moveShowtime", "MoveShowtimeInput"),
    "week": mutation("copyWeek", "CopyWeekInput"),
}

INTERNALS = ("Traceback", "pymongo", "redis", "site-packages", "mongodb://", "pydantic")


async def post(
    programme: Programme, query: str, variables: dict[str, Any], token: str | None
) -> dict[str, Any]:
    """Return the whole answer; fail when it shows internals."""
    answer = await programme.http.post(
        programme.url,
        # Plain ASCII, so that invalid Unicode reaches the server too.
        content=json.dumps({"query": query, "variables": variables}),
        headers={"content-type": "application/json"}
        | ({"authorization": f"Bearer {token}"} if token else {}),
    )
    assert answer.status_code == 200, answer.text
    assert not any(word in answer.text for word in INTERNALS), answer.text
    return answer.json()


async def mutate(programme: Programme, kind: str, input: dict[str, Any]) -> dict[str, Any]:
    """Return what an administrator gets."""
    answer = await post(programme, MUTATIONS[kind], {"input": input}, programme.admin_token)
    assert not answer.get("errors"), answer
    (outcome,) = answer["data"].values()
    return outcome


async def stored(programme: Programme) -> dict[str, Any]:
    """Return everything that the catalog stores."""
    database = programme.catalog.connections.database
    names = ("version", "cities", "cinemas", "auditoriums", "movies", "showtimes")
    return {name: await database[name].find().sort("_id", 1).to_list() for name in names}
