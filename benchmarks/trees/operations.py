"""Ordinary operations: what people ask for while they choose seats, and while they log in."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, who asks it, and the kind of id that varies from one request to the next."""

    name: str
    query: str
    logged_in: bool = False
    ids: str | None = None

    def body(self, id: str) -> str:
        """Return the request's body."""
        variables = {"variables": {"id": id}} if self.ids else {}
        return json.dumps({"query": self.query, **variables})

    def script(self, token: str, ids: list[str]) -> str:
        """Return the script that makes `wrk` send it, each time with the next id."""
        names = ", ".join(f'"{id}"' for id in ids)
        login = f'wrk.headers["authorization"] = "Bearer {token}"' if self.logged_in else ""
        return f"""
            local ids, sent = {{{names}}}, 0
            wrk.method = "POST"
            wrk.headers["content-type"] = "application/json"
            {login}
            request = function()
              sent = sent + 1
              local body = [[{self.body("@ID@")}]]
              if #ids > 0 then body = body:gsub("@ID@", ids[sent % #ids + 1]) end
              return wrk.format(nil, nil, nil, body)
            end
        """


_SHOWTIME = (
    "query Showtime($id: ID!) { showtime(id: $id) { id startsAt movie { title } cinema { name } } }"
)

OPERATIONS = (
    Operation("movies", "{ movies(first: 20) { edges { node { id title status } } } }"),
    Operation("a showtime", _SHOWTIME, ids="showtimes"),
    Operation("a showtime, logged in", _SHOWTIME, logged_in=True, ids="showtimes"),
    Operation(
        "20 showtimes of a cinema",
        "query Cinema($id: ID!) { cinema(id: $id) {"
        " showtimes(first: 20) { edges { node { id startsAt movie { title } } } } } }",
        ids="cinemas",
    ),
    Operation(
        "a seat map",
        "query SeatMap($id: ID!) { showtime(id: $id) { seatMap { seats { id state } } } }",
        logged_in=True,
        ids="showtimes",
    ),
    Operation("me", "{ me { id firstName email } }", logged_in=True),
    Operation(
        "my bookings",
        "{ me { bookings(first: 5) { edges { node { id status } } } } }",
        logged_in=True,
    ),
)
