"""Generates a large programme as an import file: any number of movies and showtimes."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from dev.seed.ids import stable_id

SHOWTIMES = 20_000
AUDITORIUMS = 200
MOVIES = 2_000
_ROWS = [{"label": chr(ord("A") + row), "seats": "SSSSS.SSSSS"} for row in range(10)]


def large_programme(showtimes: int, movies: int = MOVIES) -> dict[str, Any]:
    """Return showtimes in the auditoriums of 50 cinemas, every three hours from tomorrow on."""
    first = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    first += timedelta(days=1)
    return {
        "cities": [
            {"id": stable_id("cty", n), "name": f"City {n}", "state": "State", "country": "Chile"}
            for n in range(10)
        ],
        "cinemas": [
            {
                "id": stable_id("cin", n),
                "cityId": stable_id("cty", n % 10),
                "name": f"Cinema {n}",
                "address": "Main street",
                "timezone": "America/Santiago",
            }
            for n in range(50)
        ],
        "auditoriums": [
            {
                "id": stable_id("aud", n),
                "cinemaId": stable_id("cin", n % 50),
                "name": f"Auditorium {n}",
                "formats": ["STANDARD_2D"],
                "rows": _ROWS,
            }
            for n in range(AUDITORIUMS)
        ],
        "movies": [
            {
                "id": stable_id("mov", n),
                "title": f"Movie {n}",
                "synopsis": "A story.",
                "runtimeMinutes": 110,
                "releaseDate": "2020-01-01",
                "certification": "PG",
                "genres": ["Drama"],
                "formats": ["STANDARD_2D"],
                "spokenLanguage": "es",
            }
            for n in range(movies)
        ],
        "showtimes": [
            {
                "id": stable_id("sho", n),
                "movieId": stable_id("mov", n % movies),
                "auditoriumId": stable_id("aud", n % AUDITORIUMS),
                "startsAt": (first + timedelta(hours=3 * (n // AUDITORIUMS))).isoformat(),
                "format": "STANDARD_2D",
                "audioLanguage": "es",
                "prices": [
                    {
                        "category": category,
                        "seatClass": "STANDARD",
                        "amountMinor": 5_000,
                        "currency": "CLP",
                    }
                    for category in ("ADULT", "CHILD", "SENIOR", "STUDENT")
                ],
            }
            for n in range(showtimes)
        ],
    }


# The import's complaints about the rows that `spoiled` breaks, by place.
COMPLAINTS = {
    "showtimes 701 format": "The auditorium cannot show this format.",
    "showtimes 9001 movieId": "Neither the file nor the catalog has this id.",
    "showtimes 19001 startsAt": f"showtimes {19_001 - AUDITORIUMS} takes the auditorium then.",
}


def spoiled(content: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with three bad rows (a format, a movie and a time), see COMPLAINTS."""
    spoiled = copy.deepcopy(content)
    showtimes = spoiled["showtimes"]
    showtimes[700]["format"] = "IMAX"
    showtimes[9_000]["movieId"] = stable_id("mov", "none")
    showtimes[19_000]["startsAt"] = showtimes[19_000 - AUDITORIUMS]["startsAt"]
    return spoiled
