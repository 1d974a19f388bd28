"""Checks of an import file's rows against each other and against the catalog."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from shared.errors import FieldError
from subgraphs.catalog.domain.movies import comparable
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.showtime_details import ShowtimeDetails
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.ports import CatalogData, FileRow

Named = TypeVar("Named", Cinema, Auditorium)


def duplicate_ids(data: CatalogData) -> Iterator[FieldError]:
    """Yield the rows whose id an earlier row has."""
    for rows in (data.cities, data.cinemas, data.auditoriums, data.movies, data.showtimes):
        seen: dict[str, str] = {}
        for row in rows:
            if row.id in seen:
                message = f"{seen[row.id]} has this id already."
                yield FieldError([row.place, "id"], "DUPLICATE", message)
            seen.setdefault(row.id, row.place)


def unknown_references(
    data: CatalogData,
    *,
    cities: Collection[str],
    cinemas: Collection[str],
    auditoriums: Collection[str],
    movies: Collection[str],
) -> Iterator[FieldError]:
    """Yield the references to ids that neither the file nor the catalog has."""
    cities = {*cities, *_ids(data.cities), *data.malformed_ids}
    cinemas = {*cinemas, *_ids(data.cinemas), *data.malformed_ids}
    auditoriums = {*auditoriums, *_ids(data.auditoriums), *data.malformed_ids}
    movies = {*movies, *_ids(data.movies), *data.malformed_ids}
    for cinema in data.cinemas:
        if cinema.value.city_id not in cities:
            yield _unknown(cinema, "cityId")
    for auditorium in data.auditoriums:
        if auditorium.value.cinema_id not in cinemas:
            yield _unknown(auditorium, "cinemaId")
    for showtime in data.showtimes:
        if showtime.value.movie_id not in movies:
            yield _unknown(showtime, "movieId")
        if showtime.value.auditorium_id not in auditoriums:
            yield _unknown(showtime, "auditoriumId")


def taken_names(
    rows: Sequence[FileRow[Named]],
    before: Mapping[str, Named],
    others: Iterable[Named],
    place_of: Callable[[Named], str],
) -> Iterator[FieldError]:
    """Yield the rows with a new name, or a new place, where another one has that name.

    `others` are what the catalog has in those places. `place_of` returns the city of a cinema or
    the cinema of an auditorium. A row that keeps its name is not reported.
    """

    def name(value: Named) -> tuple[str, str]:
        return place_of(value), comparable(value.name)

    in_file = {row.id for row in rows}
    taken = {name(each): each.id for each in others if each.id not in in_file}
    unchanged = [
        row for row in rows if row.id in before and name(before[row.id]) == name(row.value)
    ]
    taken |= {name(row.value): row.place for row in unchanged}
    unchanged_ids = {row.id for row in unchanged}
    for row in rows:
        if row.id in unchanged_ids:
            continue
        holder = taken.setdefault(name(row.value), row.place)
        if holder != row.place:
            yield FieldError([row.place, "name"], "TAKEN", f"{holder} has this name there.")


def overlaps(
    new: Sequence[tuple[str, ShowtimeDetails]], existing: Iterable[Showtime]
) -> Iterator[FieldError]:
    """Yield the new showtimes, given with their places in the file, that overlap another."""
    auditoriums: dict[str, list[tuple[Showtime, str | None]]] = defaultdict(list)
    for place, planned in new:
        auditoriums[planned.showtime.auditorium_id].append((planned.showtime, place))
    for showtime in existing:
        auditoriums[showtime.auditorium_id].append((showtime, None))
    for showtimes in auditoriums.values():
        showtimes.sort(key=lambda each: (each[0].starts_at, each[1] is not None))
        # Of the showtimes that began earlier, the one that ends last.
        last, last_place = showtimes[0]
        for showtime, place in showtimes[1:]:
            if last.overlaps(showtime):
                # The new one is reported: the later one when both are new.
                reported, other = (
                    (place, last_place or last.id) if place else (last_place, showtime.id)
                )
                yield FieldError(
                    [reported or "", "startsAt"], "OVERLAP", f"{other} takes the auditorium then."
                )
            if showtime.slots.stop > last.slots.stop:
                last, last_place = showtime, place


def _ids(rows: Sequence[FileRow[Any]]) -> Iterator[str]:
    return (row.id for row in rows)


def _unknown(row: FileRow[Any], field: str) -> FieldError:
    return FieldError(
        [row.place, field], "UNKNOWN_REFERENCE", "Neither the file nor the catalog has this id."
    )
