"""The catalog's demo data as an import file: 14 days of showings in every hall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dev.seed.films import FILMS, Film
from dev.seed.ids import stable_id
from dev.seed.places import PLACES, Hall, Place

_DAYS = 14
_FIRST_START = time(12, 30)
_LAST_START = time(22, 30)
_TURNAROUND = timedelta(minutes=25)
_GRID = timedelta(minutes=5)

# Of the adult's price, in hundredths, by who the ticket is for and by where they sit.
_CATEGORIES = {"ADULT": 100, "CHILD": 75, "SENIOR": 70, "STUDENT": 85}
_CLASSES = {"STANDARD": 100, "PREMIUM": 130, "ACCESSIBLE": 100, "COMPANION": 100}
_FORMATS = {"STANDARD_2D": 100, "STANDARD_3D": 120, "IMAX": 150, "FOUR_DX": 160}


def import_file(today: date) -> dict[str, Any]:
    """Everything that `python -m subgraphs.catalog import` takes, relative to `today`."""
    return {
        "cities": list({row["id"]: row for row in map(_city, PLACES)}.values()),
        "cinemas": [_cinema(place) for place in PLACES],
        "auditoriums": [_hall(place, hall) for place in PLACES for hall in place.halls],
        "movies": [_movie(film, today) for film in FILMS],
        "showtimes": [
            showing
            for place in PLACES
            for number, hall in enumerate(place.halls)
            for day in range(_DAYS)
            for showing in _day(place, hall, number, today + timedelta(days=day))
        ],
    }


def _city(place: Place) -> dict[str, Any]:
    return {
        "id": stable_id("cty", place.city),
        "name": place.city,
        "state": place.state,
        "country": place.country,
    }


def _cinema(place: Place) -> dict[str, Any]:
    return {
        "id": stable_id("cin", place.cinema),
        "cityId": stable_id("cty", place.city),
        "name": place.cinema,
        "address": place.address,
        "timezone": place.timezone,
    }


def _hall(place: Place, hall: Hall) -> dict[str, Any]:
    return {
        "id": stable_id("aud", place.cinema, hall.name),
        "cinemaId": stable_id("cin", place.cinema),
        "name": hall.name,
        "formats": list(hall.formats),
        "rows": hall.seat_rows(),
    }


def _movie(film: Film, today: date) -> dict[str, Any]:
    return {
        "id": stable_id("mov", film.title),
        "title": film.title,
        "originalTitle": film.original_title,
        "synopsis": film.synopsis,
        "runtimeMinutes": film.minutes,
        "releaseDate": (today + timedelta(days=film.released)).isoformat(),
        "certification": film.certification,
        "genres": list(film.genres),
        "formats": list(film.formats),
        "spokenLanguage": film.language,
        "subtitleLanguages": ["es"],
    }


def _day(place: Place, hall: Hall, number: int, day: date) -> Iterator[dict[str, Any]]:
    """One hall's day: film after film, in turn, each in the best format that both can."""
    shown = [film for film in FILMS if film.shown]
    zone = ZoneInfo(place.timezone)
    start = datetime.combine(day, _FIRST_START, zone)
    turn = day.toordinal() + 3 * number + len(place.cinema)
    while start <= datetime.combine(day, _LAST_START, zone):
        film = shown[turn % len(shown)]
        format = next(each for each in hall.formats if each in film.formats)
        yield {
            "id": stable_id("sho", place.cinema, hall.name, start.astimezone(UTC).isoformat()),
            "movieId": stable_id("mov", film.title),
            "auditoriumId": stable_id("aud", place.cinema, hall.name),
            "startsAt": start.isoformat(),
            "format": format,
            "audioLanguage": "es" if film.genres[0] == "Animation" else film.language,
            "subtitleLanguage": None if film.genres[0] == "Animation" else "es",
            "prices": _prices(place, format),
        }
        turn += 1
        free = start + timedelta(minutes=film.minutes) + _TURNAROUND
        start = free + (-timedelta(minutes=free.minute) % _GRID)


def _prices(place: Place, format: str) -> list[dict[str, Any]]:
    return [
        {
            "category": category,
            "seatClass": seat_class,
            # Whole hundreds of minor units: nobody prices a ticket at MXN 63.75.
            "amountMinor": place.adult_price
            * by_category
            * by_class
            * _FORMATS[format]
            // 1_000_000
            // 100
            * 100,
            "currency": place.currency,
        }
        for category, by_category in _CATEGORIES.items()
        for seat_class, by_class in _CLASSES.items()
    ]
