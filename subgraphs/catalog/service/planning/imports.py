"""Taking in a whole file: every row is checked against the others and against the catalog."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from shared.clock import Clock
from shared.errors import FieldError
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    City,
    Movie,
    Showtime,
    ShowtimeInFull,
    all_slots,
    auditorium_change_problems,
    cinema_change_problems,
    movie_change_problems,
    plan_problems,
    schedule_may_forbid,
    too_far_problems,
)
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData, CatalogStore, Changes, Progress, Row, ShowtimeQuery
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.import_checks import (
    dangling,
    duplicates,
    overlaps,
    taken_names,
)
from subgraphs.catalog.service.planning.showtimes import showtime_of, with_showtime

Value = TypeVar("Value")
Changed = TypeVar("Changed", Movie, Cinema, Auditorium)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do: how many rows of each kind.

    `kept` are showtimes that the catalog has already: tickets may be sold for them, so a file
    neither moves nor cancels one.
    """

    new: Mapping[str, int]
    changed: Mapping[str, int]
    kept: int


@dataclass(frozen=True, slots=True)
class _Known:
    """The places and movies that the rows name or lead to, by id."""

    cities: dict[str, City]
    cinemas: dict[str, Cinema]
    auditoriums: dict[str, Auditorium]
    movies: dict[str, Movie]


class CatalogImport:
    """Checks files and takes them in."""

    def __init__(self, store: CatalogStore, decisions: Decisions, clock: Clock) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock

    async def check(self, data: CatalogData) -> ImportSummary:
        """What an import would do; ImportRejected with every row that breaks a rule."""
        return (await self._decide(data))[1]

    async def run(self, data: CatalogData, progress: Progress) -> ImportSummary:
        """Write what is new or different, all of it or nothing; raises what `check` raises."""
        await self._store.finish_commits()
        return await self._decisions.take_large(lambda: self._decide(data), progress)

    async def _decide(self, data: CatalogData) -> tuple[Changes | None, ImportSummary]:
        before = await self._known(data)
        problems = [
            *data.malformed,
            *duplicates(data),
            *dangling(
                data,
                cities=before.cities,
                cinemas=before.cinemas,
                auditoriums=before.auditoriums,
                movies=before.movies,
            ),
        ]
        after = _with_rows(before, data)
        showtimes, broken = await self._showtimes(data, after)
        problems += broken
        problems += await self._taken_names(data, before)
        problems += await self._change_problems(data, before, after)
        problems += await self._overlaps(showtimes)
        if problems:
            raise ImportRejected(problems)
        for _, showtime in showtimes:
            movie = after.movies[showtime.movie.id]
            after.movies[movie.id] = with_showtime(movie, showtime.showtime.starts_at)
        return _outcome(data, before, after, [showtime for _, showtime in showtimes])

    async def _known(self, data: CatalogData) -> _Known:
        plans = [row.value for row in data.showtimes]
        store = self._store
        auditoriums = await store.auditoriums_by_ids(
            _ids(data.auditoriums, (plan.auditorium_id for plan in plans))
        )
        led_to = [
            auditorium.cinema_id
            for auditorium in (*auditoriums.values(), *_values(data.auditoriums))
        ]
        return _Known(
            cities=await store.cities_by_ids(
                _ids(data.cities, (row.value.city_id for row in data.cinemas))
            ),
            cinemas=await store.cinemas_by_ids(_ids(data.cinemas, led_to)),
            auditoriums=auditoriums,
            movies=await store.movies_by_ids(_ids(data.movies, (plan.movie_id for plan in plans))),
        )

    async def _showtimes(
        self, data: CatalogData, after: _Known
    ) -> tuple[list[tuple[str, ShowtimeInFull]], list[FieldError]]:
        """The new showtimes, each with its place, and the rules that they break by themselves."""
        kept = await self._store.showtimes_by_ids([row.id for row in data.showtimes])
        now = self._clock.now()
        showtimes: list[tuple[str, ShowtimeInFull]] = []
        problems: list[FieldError] = []
        for row in data.showtimes:
            if row.id in kept:
                continue
            plan = row.value
            movie, auditorium = (
                after.movies.get(plan.movie_id),
                after.auditoriums.get(plan.auditorium_id),
            )
            cinema = after.cinemas.get(auditorium.cinema_id) if auditorium else None
            if movie is None or auditorium is None or cinema is None:
                continue  # this reference, or a row that it leads to, is named already
            found = [
                *too_far_problems(plan.starts_at, now),
                *plan_problems(plan, movie, auditorium, cinema),
            ]
            if found:
                problems += _placed(row, found)
            else:
                showtime = showtime_of(row.id, plan, movie, auditorium, cinema)
                showtimes.append((row.place, ShowtimeInFull(showtime, movie, cinema, auditorium)))
        return showtimes, problems

    async def _overlaps(self, planned: Sequence[tuple[str, ShowtimeInFull]]) -> list[FieldError]:
        if not planned:
            return []
        showtimes = [each.showtime for _, each in planned]
        existing = await self._store.overlapping(
            sorted({each.auditorium_id for each in showtimes}), all_slots(showtimes)
        )
        return list(overlaps(planned, existing))

    async def _change_problems(
        self, data: CatalogData, before: _Known, after: _Known
    ) -> list[FieldError]:
        """The changes that showtimes in the schedule forbid."""
        return [
            *await self._forbidden(
                "movieId", data.movies, before.movies, after.movies, movie_change_problems
            ),
            *await self._forbidden(
                "cinemaId", data.cinemas, before.cinemas, after.cinemas, cinema_change_problems
            ),
            *await self._forbidden(
                "auditoriumId",
                data.auditoriums,
                before.auditoriums,
                after.auditoriums,
                auditorium_change_problems,
            ),
        ]

    async def _forbidden(
        self,
        field: str,
        rows: Iterable[Row[Changed]],
        before: Mapping[str, Changed],
        after: Mapping[str, Changed],
        rule: Callable[[Changed, Changed, Sequence[Showtime]], Iterable[FieldError]],
    ) -> list[FieldError]:
        """What `rule` forbids of the rows, whose showtimes name them in `field`."""
        asked = [
            row
            for row in _changed(rows, before, after)
            if schedule_may_forbid(before[row.id], after[row.id])
        ]
        if not asked:
            return []
        showtimes = await self._store.showtimes_of(
            field, [row.id for row in asked], ShowtimeQuery(), self._clock.now()
        )
        upcoming: dict[str, list[Showtime]] = defaultdict(list)
        for showtime in showtimes:
            ids = {
                "movieId": showtime.movie_id,
                "cinemaId": showtime.cinema_id,
                "auditoriumId": showtime.auditorium_id,
            }
            upcoming[ids[field]].append(showtime)
        return [
            problem
            for row in asked
            for problem in _placed(row, rule(before[row.id], after[row.id], upcoming[row.id]))
        ]

    async def _taken_names(self, data: CatalogData, before: _Known) -> list[FieldError]:
        """The names that another cinema of the city, or auditorium of the cinema, has already."""
        cities = sorted({row.value.city_id for row in data.cinemas})
        cinemas = sorted({row.value.cinema_id for row in data.auditoriums})
        return [
            *taken_names(
                data.cinemas,
                before.cinemas,
                await self._store.cinemas(cities) if cities else [],
                lambda cinema: cinema.city_id,
            ),
            *taken_names(
                data.auditoriums,
                before.auditoriums,
                await self._store.auditoriums_of(cinemas) if cinemas else [],
                lambda auditorium: auditorium.cinema_id,
            ),
        ]


def _with_rows(before: _Known, data: CatalogData) -> _Known:
    """What the catalog has, with the file's rows in it."""
    movies = [
        # What is no fact of the file stays as the catalog has it.
        replace(row.value, last_showtime_at=known.last_showtime_at, archived=known.archived)
        if (known := before.movies.get(row.id))
        else row.value
        for row in data.movies
    ]
    return _Known(
        cities=before.cities | {row.id: row.value for row in data.cities},
        cinemas=before.cinemas | {row.id: row.value for row in data.cinemas},
        auditoriums=before.auditoriums | {row.id: row.value for row in data.auditoriums},
        movies=before.movies | {movie.id: movie for movie in movies},
    )


def _outcome(
    data: CatalogData, before: _Known, after: _Known, scheduled: Sequence[ShowtimeInFull]
) -> tuple[Changes | None, ImportSummary]:
    """What to write, and what that does with the file's rows."""
    changes = Changes(
        cities=_different(before.cities, after.cities),
        cinemas=_different(before.cinemas, after.cinemas),
        auditoriums=_different(before.auditoriums, after.auditoriums),
        movies=_different(before.movies, after.movies),
        scheduled=scheduled,
    )
    kinds = (
        ("cities", data.cities, before.cities, after.cities),
        ("cinemas", data.cinemas, before.cinemas, after.cinemas),
        ("auditoriums", data.auditoriums, before.auditoriums, after.auditoriums),
        ("movies", data.movies, before.movies, after.movies),
    )
    summary = ImportSummary(
        new={name: sum(row.id not in old for row in rows) for name, rows, old, _ in kinds}
        | {"showtimes": len(scheduled)},
        changed={name: len(_changed(rows, old, new)) for name, rows, old, new in kinds},
        kept=len(data.showtimes) - len(scheduled),
    )
    nothing = not any((*summary.new.values(), *summary.changed.values()))
    return None if nothing else changes, summary


def _different(before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Value]:
    return [each for id, each in after.items() if before.get(id) != each]


def _changed(
    rows: Iterable[Row[Any]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Row[Any]]:
    return [row for row in rows if row.id in before and before[row.id] != after[row.id]]


def _ids(rows: Iterable[Row[Any]], referenced: Iterable[str]) -> list[str]:
    return sorted({*(row.id for row in rows), *referenced})


def _values(rows: Iterable[Row[Any]]) -> list[Any]:
    return [row.value for row in rows]


def _placed(row: Row[Any], problems: Iterable[FieldError]) -> list[FieldError]:
    return [FieldError([row.place, *each.path], each.code, each.message) for each in problems]
