"""A day is the cinema's own: in its zone, until five in the morning, also when clocks change."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.ids import UlidSource
from subgraphs.catalog.api.import_files.files import read_import_file
from tests.stack.catalog.programme import Programme

BOGOTA, SANTIAGO = "America/Bogota", "America/Santiago"
QUERY = """
query Day($cinema: ID!, $date: Date!) {
  showtimes(filter: {cinemaId: $cinema, date: $date}, first: 100) {
    edges { node { startsAt businessDate } }
  }
}
"""


class Auditoriums:
    """A cinema in each of two zones, with a short showtime in every hour of some days."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.cinemas: dict[str, str] = {}

    async def starts(self, zone: str, day: str) -> list[datetime]:
        """Return when the showtimes of a business day begin."""
        found = await self.programme.ask(QUERY, cinema=self.cinemas[zone], date=day)
        nodes = [edge["node"] for edge in found["showtimes"]["edges"]]
        assert all(node["businessDate"] == day for node in nodes)
        return [datetime.fromisoformat(node["startsAt"]) for node in nodes]


@pytest.fixture(scope="module")
async def auditoriums(
    programme: Programme, tmp_path_factory: pytest.TempPathFactory
) -> Auditoriums:
    new, auditoriums = UlidSource().new, Auditoriums(programme)
    city, movie = new("cty"), new("mov")
    content: dict[str, list[dict[str, Any]]] = {
        "cities": [{"id": city, "name": "Far away", "state": "None", "country": "Nowhere"}],
        "movies": [
            {
                "id": movie,
                "title": "A minute",
                "synopsis": "It passes.",
                "runtimeMinutes": 1,
                "releaseDate": "2020-01-01",
                "certification": "G",
                "genres": ["Drama"],
                "formats": ["STANDARD_2D"],
                "spokenLanguage": "es",
            }
        ],
        "cinemas": [],
        "auditoriums": [],
        "showtimes": [],
    }
    for zone in (BOGOTA, SANTIAGO):
        cinema, auditorium = new("cin"), new("aud")
        auditoriums.cinemas[zone] = cinema
        place = {"cityId": city, "name": zone, "address": "Main street", "timezone": zone}
        content["cinemas"].append({"id": cinema} | place)
        row = {"label": "A", "seats": "S"}
        seats = {"formats": ["STANDARD_2D"], "rows": [row]}
        content["auditoriums"].append({"id": auditorium, "cinemaId": cinema, "name": "One"} | seats)
        price = {"category": "ADULT", "seatClass": "STANDARD", "amountMinor": 1, "currency": "CLP"}
        for first in ("2026-04-03", "2026-09-04", "2026-12-30"):
            for hour in range(96):
                start = datetime.fromisoformat(f"{first}T00:30:00+00:00") + timedelta(hours=hour)
                content["showtimes"].append(
                    {
                        "id": new("sho"),
                        "movieId": movie,
                        "auditoriumId": auditorium,
                        "startsAt": start.isoformat(),
                        "format": "STANDARD_2D",
                        "audioLanguage": "es",
                        "prices": [price],
                    }
                )
    file = tmp_path_factory.mktemp("days") / "days.json"
    file.write_text(json.dumps(content))
    await programme.catalog.planning.imports.run(
        read_import_file(file), lambda _step, _showtimes: None
    )
    return auditoriums


def hourly(first: str, count: int) -> list[datetime]:
    start = datetime.fromisoformat(first)
    return [start + timedelta(hours=hour) for hour in range(count)]


@pytest.mark.parametrize(
    ("zone", "day", "first", "count"),
    [
        # One date is a different 24 hours in each zone.
        (BOGOTA, "2026-12-31", "2026-12-31T10:30Z", 24),
        (SANTIAGO, "2026-12-31", "2026-12-31T08:30Z", 24),
        # In Chile clocks go back at midnight of the first Saturday in April and forward in
        # September: the Saturday that ends at five has an hour more, or less.
        (SANTIAGO, "2026-04-04", "2026-04-04T08:30Z", 25),
        (SANTIAGO, "2026-04-05", "2026-04-05T09:30Z", 24),
        (SANTIAGO, "2026-09-05", "2026-09-05T09:30Z", 23),
        (SANTIAGO, "2026-09-06", "2026-09-06T08:30Z", 24),
        (BOGOTA, "2026-09-05", "2026-09-05T10:30Z", 24),
    ],
)
async def test_a_day_has_its_own_hours(
    auditoriums: Auditoriums, zone: str, day: str, first: str, count: int
) -> None:
    assert await auditoriums.starts(zone, day) == hourly(first, count)


async def test_half_past_midnight_belongs_to_the_evening_before(auditoriums: Auditoriums) -> None:
    half_past_midnight = datetime(2027, 1, 1, 3, 30, tzinfo=UTC)
    assert half_past_midnight in await auditoriums.starts(SANTIAGO, "2026-12-31")
    assert half_past_midnight not in await auditoriums.starts(SANTIAGO, "2027-01-01")
