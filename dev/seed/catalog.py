"""The catalog's demo data as an import file: 14 days of showtimes in every auditorium."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dev.seed.ids import stable_id
from dev.seed.movies import MOVIES, Movie
from dev.seed.places import PLACES, Auditorium, Place

_DAYS = 14
_FIRST_START = time(12, 30)
_LAST_START = time(22, 30)
_TURNAROUND = timedelta(minutes=25)
_GRID = timedelta(minutes=5)

# Percentages of the adult's price, by ticket category, seat class and format.
_CATEGORIES = {"ADULT": 100, "CHILD": 75, "SENIOR": 70, "STUDENT": 85}
_CLASSES = {"STANDARD": 100, "PREMIUM": 130, "ACCESSIBLE": 100, "COMPANION": 100}
_FORMATS = {"STANDARD_2D": 100, "STANDARD_3D": 120, "IMAX": 150, "FOUR_DX": 160}


def first_day(now: datetime) -> date:
    """Return the day that it is where the day begins last.

    Each cinema then has showtimes today: west of Greenwich, the evening is tomorrow in UTC.
    """
    return min(now.astimezone(ZoneInfo(place.timezone)).date() for place in PLACES)


def import_file(today: date) -> dict[str, Any]:
    """Return an import file for `python -m subgraphs.catalog import`, relative to `today`."""
    return {
        "cities": list({row["id"]: row for row in map(_city, PLACES)}.values()),
        "cinemas": [_cinema(place) for place in PLACES],
        "auditoriums": [
            _auditorium(place, auditorium) for place in PLACES for auditorium in place.auditoriums
        ],
        "movies": [_movie(movie, today) for movie in MOVIES],
        "showtimes": [
            showtime
            for place in PLACES
            for number, auditorium in enumerate(place.auditoriums)
            for day in range(_DAYS)
            for showtime in _day(place, auditorium, number, today + timedelta(days=day))
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


def _auditorium(place: Place, auditorium: Auditorium) -> dict[str, Any]:
    return {
        "id": stable_id("aud", place.cinema, auditorium.name),
        "cinemaId": stable_id("cin", place.cinema),
        "name": auditorium.name,
        "formats": list(auditorium.formats),
        "rows": auditorium.seat_rows(),
    }


def _movie(movie: Movie, today: date) -> dict[str, Any]:
    return {
        "id": stable_id("mov", movie.title),
        "title": movie.title,
        "originalTitle": movie.original_title,
        "synopsis": movie.synopsis,
        "runtimeMinutes": movie.minutes,
        "releaseDate": (today + timedelta(days=movie.released)).isoformat(),
        "certification": movie.certification,
        "genres": list(movie.genres),
        "formats": list(movie.formats),
        "spokenLanguage": movie.language,
        "subtitleLanguages": ["es"],
    }


def _day(place: Place, auditorium: Auditorium, number: int, day: date) -> Iterator[dict[str, Any]]:
    """Yield an auditorium's showtimes of a day: the movies in turn, in their preferred format."""
    shown = [movie for movie in MOVIES if movie.shown]
    zone = ZoneInfo(place.timezone)
    start = datetime.combine(day, _FIRST_START, zone)
    turn = day.toordinal() + 3 * number + len(place.cinema)
    while start <= datetime.combine(day, _LAST_START, zone):
        movie = shown[turn % len(shown)]
        format = next(each for each in auditorium.formats if each in movie.formats)
        yield {
            "id": stable_id(
                "sho", place.cinema, auditorium.name, start.astimezone(UTC).isoformat()
            ),
            "movieId": stable_id("mov", movie.title),
            "auditoriumId": stable_id("aud", place.cinema, auditorium.name),
            "startsAt": start.isoformat(),
            "format": format,
            "audioLanguage": "es" if movie.genres[0] == "Animation" else movie.language,
            "subtitleLanguage": None if movie.genres[0] == "Animation" else "es",
            "prices": _prices(place, format),
        }
        turn += 1
        free = start + timedelta(minutes=movie.minutes) + _TURNAROUND
        start = free + (-timedelta(minutes=free.minute) % _GRID)


def _prices(place: Place, format: str) -> list[dict[str, Any]]:
    return [
        {
            "category": category,
            "seatClass": seat_class,
            # Rounded down to hundreds of minor units: no cinema charges MXN 63.75.
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
