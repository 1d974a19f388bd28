"""Showtimes of the tests' own, in an auditorium of their own, and tickets for them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from dev.client import Client
from dev.seed.accounts import ADMIN
from tests.browser.conftest import PASSWORD
from tests.stack.system.purchases import book, hold
from tests.waiting import until

_PLACES = """{
  cinemas { id name }
  movies(filter: { status: NOW_SHOWING, search: "Coco" }) { edges { node { id } } }
}"""
_CREATE_AUDITORIUM = """
mutation Auditorium($input: CreateAuditoriumInput!) {
  createAuditorium(input: $input) { ... on Auditorium { id } ... on UserError { message } }
}
"""
_SCHEDULE = """
mutation Schedule($input: ScheduleShowtimeInput!) {
  scheduleShowtime(input: $input) { ... on Showtime { id } ... on UserError { message } }
}
"""
_SEATS = "query Seats($id: ID!) { showtime(id: $id) { availableSeatCount } }"
_CHECK_IN = """
mutation CheckIn($input: CheckInTicketInput!) { checkInTicket(input: $input) { __typename } }
"""


class Planner:
    """An administrator's client, and one auditorium; `cinema` is its cinema's id."""

    def __init__(self, client: Client, cinema: str, movie: str, name: str, id: str) -> None:
        self.auditorium_name = name
        self.cinema = cinema
        self._client = client
        self._input = {
            "movieId": movie,
            "auditoriumId": id,
            "format": "STANDARD_2D",
            "audioLanguage": "es",
            "prices": [
                {
                    "category": "ADULT",
                    "seatClass": "STANDARD",
                    "amountMinor": 7_500,
                    "currency": "MXN",
                }
            ],
        }

    async def showtime(self, starts_at: datetime) -> str:
        """Schedule a showtime and wait until it can be booked; return its id."""
        given = self._input | {"startsAt": starts_at.isoformat()}
        id = (await self._client.ask(_SCHEDULE, input=given))["scheduleShowtime"]["id"]

        async def has_seats() -> bool:
            answer = await self._client.ask(_SEATS, id=id)
            return bool(answer["showtime"]["availableSeatCount"])

        await until(has_seats)
        return id

    async def tickets(self, showtime_id: str, *seats: str) -> list[str]:
        """Buy tickets; return their codes in the order of the seats."""
        held = await hold(self._client, showtime_id, *seats)
        booked = await book(self._client, held["id"])
        codes = {ticket["seatId"]: ticket["code"] for ticket in booked["tickets"]}
        return [codes[seat] for seat in seats]

    async def check_in(self, code: str) -> None:
        """Let a guest in at another door, which is online."""
        given = {"code": code, "idempotencyKey": uuid4().hex}
        answer = await self._client.ask(_CHECK_IN, input=given)
        assert answer["checkInTicket"]["__typename"] == "TicketAccepted"


@asynccontextmanager
async def planner(url: str) -> AsyncGenerator[Planner]:
    """Log an administrator in and open an auditorium with two rows of eight seats."""
    async with Client(url) as client:
        await client.log_in(ADMIN, PASSWORD)
        places: dict[str, Any] = await client.ask(_PLACES)
        name, cinema = f"Test {uuid4().hex[:6]}", places["cinemas"][0]["id"]
        seats = [{"number": number, "column": number} for number in range(1, 9)]
        rows = [{"label": label, "seats": seats} for label in "AB"]
        given = {"cinemaId": cinema, "name": name, "formats": ["STANDARD_2D"], "rows": rows}
        made = await client.ask(_CREATE_AUDITORIUM, input=given)
        movie = places["movies"]["edges"][0]["node"]["id"]
        yield Planner(client, cinema, movie, name, made["createAuditorium"]["id"])


def in_minutes(minutes: int) -> datetime:
    """Return the whole minute so many minutes from now."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
