"""What can be wrong with an import file's rows, taken together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from shared.errors import FieldError
from subgraphs.catalog.domain import Auditorium, Cinema, Showtime, ShowtimeInFull, plain
from subgraphs.catalog.ports import CatalogData, Row

Named = TypeVar("Named", Cinema, Auditorium)


def duplicates(data: CatalogData) -> Iterator[FieldError]:
    """The ids that stand in the file a second time."""
    for rows in (data.cities, data.cinemas, data.auditoriums, data.movies, data.showtimes):
        seen: dict[str, str] = {}
        for row in rows:
            if row.id in seen:
                message = f"{seen[row.id]} has this id already."
                yield FieldError([row.place, "id"], "DUPLICATE", message)
            seen.setdefault(row.id, row.place)


def dangling(
    data: CatalogData,
    *,
    cities: Collection[str],
    cinemas: Collection[str],
    auditoriums: Collection[str],
    movies: Collection[str],
) -> Iterator[FieldError]:
    """The references that lead nowhere, neither to a row nor to what the catalog has."""
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
    rows: Sequence[Row[Named]],
    before: Mapping[str, Named],
    others: Iterable[Named],
    place_of: Callable[[Named], str],
) -> Iterator[FieldError]:
    """The rows with a new name, or a new place, that another one there has.

    `others` are what the catalog has in those places, and `place_of` tells the city of a cinema
    or the cinema of an auditorium. A row that keeps its name is not blamed for it.
    """

    def name(value: Named) -> tuple[str, str]:
        return place_of(value), plain(value.name)

    file_has = {row.id for row in rows}
    taken = {name(each): each.id for each in others if each.id not in file_has}
    kept = [row for row in rows if row.id in before and name(before[row.id]) == name(row.value)]
    taken |= {name(row.value): row.place for row in kept}
    kept_ids = {row.id for row in kept}
    for row in rows:
        if row.id in kept_ids:
            continue
        holder = taken.setdefault(name(row.value), row.place)
        if holder != row.place:
            yield FieldError([row.place, "name"], "TAKEN", f"{holder} has this name there.")


def overlaps(
    new: Sequence[tuple[str, ShowtimeInFull]], existing: Iterable[Showtime]
) -> Iterator[FieldError]:
    """The new showtimes (each with its place) that reach into another, new or existing."""
    auditoriums: dict[str, list[tuple[Showtime, str | None]]] = defaultdict(list)
    for place, planned in new:
        auditoriums[planned.showtime.auditorium_id].append((planned.showtime, place))
    for showtime in existing:
        auditoriums[showtime.auditorium_id].append((showtime, None))
    for showtimes in auditoriums.values():
        showtimes.sort(key=lambda each: (each[0].starts_at, each[1] is not None))
        # Of those that began earlier, the one that lasts longest.
        last, last_place = showtimes[0]
        for showtime, place in showtimes[1:]:
            if last.overlaps(showtime):
                # Of the two, a new one is at fault: the later, when both are.
                at_fault, other = (
                    (place, last_place or last.id) if place else (last_place, showtime.id)
                )
                yield FieldError(
                    [at_fault or "", "startsAt"], "OVERLAP", f"{other} takes the auditorium then."
                )
            if showtime.slots.stop > last.slots.stop:
                last, last_place = showtime, place


def _ids(rows: Sequence[Row[Any]]) -> Iterator[str]:
    return (row.id for row in rows)


def _unknown(row: Row[Any], field: str) -> FieldError:
    return FieldError(
        [row.place, field], "UNKNOWN_REFERENCE", "Neither the file nor the catalog has this id."
    )
