"""Conversions between catalog's values and MongoDB documents."""

from datetime import date

from shared.money import Money
from shared.storage.mongo import Document
from shared.text.search import search_terms
from subgraphs.catalog.domain.movies import Movie, comparable
from subgraphs.catalog.domain.places import (
    Auditorium,
    Cinema,
    City,
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
)
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeStatus, TicketCategory, TicketPrice


def city_document(city: City) -> Document:
    return {"_id": city.id, "name": city.name, "state": city.state, "country": city.country}


def to_city(document: Document) -> City:
    return City(document["_id"], document["name"], document["state"], document["country"])


def cinema_document(cinema: Cinema) -> Document:
    return {
        "_id": cinema.id,
        "cityId": cinema.city_id,
        "name": cinema.name,
        "address": cinema.address,
        "timezone": cinema.timezone,
    }


def to_cinema(document: Document) -> Cinema:
    return Cinema(
        id=document["_id"],
        city_id=document["cityId"],
        name=document["name"],
        address=document["address"],
        timezone=document["timezone"],
    )


def auditorium_document(auditorium: Auditorium) -> Document:
    return {
        "_id": auditorium.id,
        "cinemaId": auditorium.cinema_id,
        "name": auditorium.name,
        "formats": sorted(auditorium.formats),
        "rows": [
            {
                "label": row.label,
                "seats": [
                    {"number": seat.number, "column": seat.column, "class": seat.seat_class}
                    for seat in row.seats
                ],
            }
            for row in auditorium.rows
        ],
    }


def to_auditorium(document: Document) -> Auditorium:
    return Auditorium(
        id=document["_id"],
        cinema_id=document["cinemaId"],
        name=document["name"],
        formats=frozenset(ScreenFormat(each) for each in document["formats"]),
        rows=tuple(
            SeatRow(
                label=row["label"],
                seats=tuple(
                    SeatPosition(seat["number"], seat["column"], SeatClass(seat["class"]))
                    for seat in row["seats"]
                ),
            )
            for row in document["rows"]
        ),
    )


def _title_fields(title: str, original_title: str | None) -> Document:
    """Return what lists and searches compare of a movie's titles."""
    terms = search_terms(title) | search_terms(original_title or "")
    return {"sortTitle": comparable(title), "searchWords": sorted(terms)}


def has_old_title_fields(document: Document) -> bool:
    """Tell whether older code made what lists and searches compare of a movie's titles."""
    fields = _title_fields(document["title"], document["originalTitle"])
    return any(document[name] != value for name, value in fields.items())


def movie_document(movie: Movie) -> Document:
    return {
        "_id": movie.id,
        "title": movie.title,
        "originalTitle": movie.original_title,
        **_title_fields(movie.title, movie.original_title),
        "synopsis": movie.synopsis,
        "runtimeMinutes": movie.runtime_minutes,
        "releaseDate": movie.release_date.isoformat(),
        "certification": movie.certification,
        "genres": list(movie.genres),
        "formats": sorted(movie.formats),
        "spokenLanguage": movie.spoken_language,
        "subtitleLanguages": list(movie.subtitle_languages),
        "posterUrl": movie.poster_url,
        "trailerUrl": movie.trailer_url,
        "lastShowtimeAt": movie.last_showtime_at,
        "archived": movie.archived,
    }


def to_movie(document: Document) -> Movie:
    return Movie(
        id=document["_id"],
        title=document["title"],
        original_title=document["originalTitle"],
        synopsis=document["synopsis"],
        runtime_minutes=document["runtimeMinutes"],
        release_date=date.fromisoformat(document["releaseDate"]),
        certification=document["certification"],
        genres=tuple(document["genres"]),
        formats=frozenset(ScreenFormat(each) for each in document["formats"]),
        spoken_language=document["spokenLanguage"],
        subtitle_languages=tuple(document["subtitleLanguages"]),
        poster_url=document["posterUrl"],
        trailer_url=document["trailerUrl"],
        last_showtime_at=document["lastShowtimeAt"],
        archived=document["archived"],
    )


def showtime_document(showtime: Showtime) -> Document:
    cancelled = showtime.status is ShowtimeStatus.CANCELLED
    return {
        "_id": showtime.id,
        "movieId": showtime.movie_id,
        "cinemaId": showtime.cinema_id,
        "cityId": showtime.city_id,
        "auditoriumId": showtime.auditorium_id,
        "startsAt": showtime.starts_at,
        "endsAt": showtime.ends_at,
        "businessDate": showtime.business_date.isoformat(),
        "format": showtime.format,
        "audioLanguage": showtime.audio_language,
        "subtitleLanguage": showtime.subtitle_language,
        "prices": [
            {
                "category": each.category,
                "class": each.seat_class,
                "amountMinor": each.price.amount_minor,
                "currency": each.price.currency,
            }
            for each in showtime.prices
        ],
        "status": showtime.status,
        # A cancelled showtime takes no slot of its auditorium.
        **({} if cancelled else {"slots": list(showtime.slots)}),
    }


def to_showtime(document: Document) -> Showtime:
    return Showtime(
        id=document["_id"],
        movie_id=document["movieId"],
        cinema_id=document["cinemaId"],
        city_id=document["cityId"],
        auditorium_id=document["auditoriumId"],
        starts_at=document["startsAt"],
        ends_at=document["endsAt"],
        business_date=date.fromisoformat(document["businessDate"]),
        format=ScreenFormat(document["format"]),
        audio_language=document["audioLanguage"],
        subtitle_language=document["subtitleLanguage"],
        prices=tuple(
            TicketPrice(
                TicketCategory(each["category"]),
                SeatClass(each["class"]),
                Money(each["amountMinor"], each["currency"]),
            )
            for each in document["prices"]
        ),
        status=ShowtimeStatus(document["status"]),
    )
