"""Import files: JSON with cities, cinemas, auditoriums, movies and showtimes, ids included."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic.alias_generators import to_camel

from shared.errors import FieldError
from shared.money import Money
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    City,
    Movie,
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
    Showtime,
    ShowtimeStatus,
    TicketCategory,
    TicketPrice,
    business_date,
)
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("This is not an IANA time zone.")
    return name


def _id(prefix: str) -> StringConstraints:
    return StringConstraints(pattern=f"^{prefix}_[0-7][0-9A-HJKMNP-TV-Z]{{25}}$")


Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
CityId = Annotated[str, _id("cty")]
CinemaId = Annotated[str, _id("cin")]
AuditoriumId = Annotated[str, _id("aud")]
MovieId = Annotated[str, _id("mov")]
ShowtimeId = Annotated[str, _id("sho")]


class _Row(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class CityRow(_Row):
    """A city."""

    id: CityId
    name: Text
    state: Text
    country: Text


class CinemaRow(_Row):
    """A cinema."""

    id: CinemaId
    city_id: CityId
    name: Text
    address: Text
    timezone: Annotated[str, AfterValidator(_known_zone)]


class SeatRowRow(_Row):
    """A row of an auditorium: one letter a seat (`S`, `P`, `A`, `C`) and `.` for a gap."""

    label: Annotated[str, StringConstraints(pattern="^[A-Z]{1,2}$")]
    seats: Annotated[str, StringConstraints(pattern="^[SPAC.]{1,60}$")]


class AuditoriumRow(_Row):
    """A hall."""

    id: AuditoriumId
    cinema_id: CinemaId
    name: Text
    formats: Annotated[list[ScreenFormat], Field(min_length=1)]
    rows: Annotated[list[SeatRowRow], Field(min_length=1, max_length=40)]


class MovieRow(_Row):
    """A film."""

    id: MovieId
    title: Text
    original_title: Text | None = None
    synopsis: Annotated[str, StringConstraints(max_length=4000)]
    runtime_minutes: Annotated[int, Field(ge=1, le=1000)]
    release_date: date
    certification: Text
    genres: list[Text]
    formats: Annotated[list[ScreenFormat], Field(min_length=1)]
    spoken_language: Text
    subtitle_languages: list[Text] = []
    poster_url: str | None = None
    trailer_url: str | None = None


class PriceRow(_Row):
    """A ticket's price."""

    category: TicketCategory
    seat_class: SeatClass
    amount_minor: Annotated[int, Field(gt=0)]
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class ShowtimeRow(_Row):
    """A showing."""

    id: ShowtimeId
    movie_id: MovieId
    auditorium_id: AuditoriumId
    starts_at: AwareDatetime
    format: ScreenFormat
    audio_language: Text
    subtitle_language: Text | None = None
    prices: Annotated[list[PriceRow], Field(min_length=1)]


class ImportFile(_Row):
    """The whole file."""

    cities: list[CityRow]
    cinemas: list[CinemaRow]
    auditoriums: list[AuditoriumRow]
    movies: list[MovieRow]
    showtimes: list[ShowtimeRow]


_CLASSES = {
    "S": SeatClass.STANDARD,
    "P": SeatClass.PREMIUM,
    "A": SeatClass.ACCESSIBLE,
    "C": SeatClass.COMPANION,
}


def read(file: Path) -> CatalogData:
    """The file's data; ImportRejected, naming every bad row, when it breaks the rules."""
    try:
        content = ImportFile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise ImportRejected(
            [
                FieldError([str(part) for part in problem["loc"]], problem["type"], problem["msg"])
                for problem in error.errors(include_url=False, include_input=False)
            ]
        ) from None
    problems = _dangling(content)
    if problems:
        raise ImportRejected(problems)
    return _to_data(content)


def _dangling(content: ImportFile) -> list[FieldError]:
    """The references that lead nowhere."""
    cities = {row.id for row in content.cities}
    cinemas = {row.id for row in content.cinemas}
    auditoriums = {row.id for row in content.auditoriums}
    movies = {row.id for row in content.movies}
    references = [
        *((["cinemas", str(n), "cityId"], row.city_id in cities)
          for n, row in enumerate(content.cinemas)),
        *((["auditoriums", str(n), "cinemaId"], row.cinema_id in cinemas)
          for n, row in enumerate(content.auditoriums)),
        *((["showtimes", str(n), "movieId"], row.movie_id in movies)
          for n, row in enumerate(content.showtimes)),
        *((["showtimes", str(n), "auditoriumId"], row.auditorium_id in auditoriums)
          for n, row in enumerate(content.showtimes)),
    ]  # fmt: skip
    return [
        FieldError(path, "UNKNOWN_REFERENCE", "The file has no row with this id.")
        for path, known in references
        if not known
    ]


def _to_data(content: ImportFile) -> CatalogData:
    cinemas = {row.id: Cinema(**row.model_dump()) for row in content.cinemas}
    halls = {row.id: _auditorium(row) for row in content.auditoriums}
    runtimes = {row.id: row.runtime_minutes for row in content.movies}
    showtimes = [
        _showtime(row, halls[row.auditorium_id], cinemas, runtimes[row.movie_id])
        for row in content.showtimes
    ]
    last: dict[str, datetime] = {}
    for showtime in showtimes:
        last[showtime.movie_id] = max(
            showtime.starts_at, last.get(showtime.movie_id, showtime.starts_at)
        )
    return CatalogData(
        cities=[City(**row.model_dump()) for row in content.cities],
        cinemas=list(cinemas.values()),
        auditoriums=list(halls.values()),
        movies=[_movie(row, last.get(row.id)) for row in content.movies],
        showtimes=showtimes,
    )


def _auditorium(row: AuditoriumRow) -> Auditorium:
    return Auditorium(
        id=row.id,
        cinema_id=row.cinema_id,
        name=row.name,
        formats=frozenset(row.formats),
        rows=tuple(
            SeatRow(
                each.label,
                tuple(
                    SeatPosition(number, column, _CLASSES[each.seats[column - 1]])
                    for number, column in enumerate(
                        (at for at, seat in enumerate(each.seats, 1) if seat != "."), 1
                    )
                ),
            )
            for each in row.rows
        ),
    )


def _movie(row: MovieRow, last_showtime_at: datetime | None) -> Movie:
    return Movie(
        id=row.id,
        title=row.title,
        original_title=row.original_title,
        synopsis=row.synopsis,
        runtime_minutes=row.runtime_minutes,
        release_date=row.release_date,
        certification=row.certification,
        genres=tuple(row.genres),
        formats=frozenset(row.formats),
        spoken_language=row.spoken_language,
        subtitle_languages=tuple(row.subtitle_languages),
        poster_url=row.poster_url,
        trailer_url=row.trailer_url,
        last_showtime_at=last_showtime_at,
    )


def _showtime(
    row: ShowtimeRow, hall: Auditorium, cinemas: dict[str, Cinema], runtime_minutes: int
) -> Showtime:
    cinema = cinemas[hall.cinema_id]
    return Showtime(
        id=row.id,
        movie_id=row.movie_id,
        cinema_id=cinema.id,
        city_id=cinema.city_id,
        auditorium_id=hall.id,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=runtime_minutes),
        business_date=business_date(row.starts_at, cinema.timezone),
        format=row.format,
        audio_language=row.audio_language,
        subtitle_language=row.subtitle_language,
        prices=tuple(
            TicketPrice(each.category, each.seat_class, Money(each.amount_minor, each.currency))
            for each in row.prices
        ),
        status=ShowtimeStatus.SCHEDULED,
    )
