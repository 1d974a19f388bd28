"""The part of the catalog that an import file is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema, City
from subgraphs.catalog.ports import CatalogData, CatalogStore, FileRow


@dataclass(frozen=True, slots=True)
class ImportSnapshot:
    """The places and movies that a file's rows are or refer to, by id."""

    cities: dict[str, City]
    cinemas: dict[str, Cinema]
    auditoriums: dict[str, Auditorium]
    movies: dict[str, Movie]

    def with_rows(self, data: CatalogData) -> "ImportSnapshot":
        """Return what the catalog has after the import, apart from new showtimes."""
        movies = [
            # A file says nothing of these two fields.
            replace(row.value, last_showtime_at=known.last_showtime_at, archived=known.archived)
            if (known := self.movies.get(row.id))
            else row.value
            for row in data.movies
        ]
        return ImportSnapshot(
            cities=self.cities | {row.id: row.value for row in data.cities},
            cinemas=self.cinemas | {row.id: row.value for row in data.cinemas},
            auditoriums=self.auditoriums | {row.id: row.value for row in data.auditoriums},
            movies=self.movies | {movie.id: movie for movie in movies},
        )


async def read_snapshot(store: CatalogStore, data: CatalogData) -> ImportSnapshot:
    """Return what the catalog has of the places and movies that the rows are or refer to."""
    plans = [row.value for row in data.showtimes]
    auditoriums = await store.auditoriums_by_ids(
        _ids(data.auditoriums, (plan.auditorium_id for plan in plans))
    )
    cinema_ids = [
        *(auditorium.cinema_id for auditorium in auditoriums.values()),
        *(row.value.cinema_id for row in data.auditoriums),
    ]
    return ImportSnapshot(
        cities=await store.cities_by_ids(
            _ids(data.cities, (row.value.city_id for row in data.cinemas))
        ),
        cinemas=await store.cinemas_by_ids(_ids(data.cinemas, cinema_ids)),
        auditoriums=auditoriums,
        movies=await store.movies_by_ids(_ids(data.movies, (plan.movie_id for plan in plans))),
    )


def _ids(rows: Iterable[FileRow[Any]], referenced: Iterable[str]) -> list[str]:
    return sorted({*(row.id for row in rows), *referenced})
