"""Importing a file: every row is checked against the others and against the catalog."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.clock import Clock
from shared.errors import FieldError
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.rules import (
    auditorium_change_problems,
    cinema_change_problems,
    movie_change_problems,
    plan_problems,
    schedule_may_forbid,
    too_far_problems,
)
from subgraphs.catalog.domain.showtime_details import ShowtimeDetails
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeOwner, all_slots
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import (
    CatalogChange,
    CatalogData,
    CatalogStore,
    FileRow,
    ReportProgress,
    ShowtimeQuery,
)
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.import_checks import (
    duplicate_ids,
    overlaps,
    taken_names,
    unknown_references,
)
from subgraphs.catalog.service.planning.import_snapshot import ImportSnapshot, read_snapshot
from subgraphs.catalog.service.planning.scheduled_events import (
    scheduled_events_of,
    stored_scheduled_events,
)
from subgraphs.catalog.service.planning.showtimes import showtime_from, with_showtime

Value = TypeVar("Value")
Changed = TypeVar("Changed", Movie, Cinema, Auditorium)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import does: how many rows of each kind are new, and how many are changed.

    `kept` are showtimes that the catalog has already: tickets may be sold for them, so an import
    neither moves nor cancels one.
    """

    new: Mapping[str, int]
    changed: Mapping[str, int]
    kept: int


class CatalogImport:
    """Checks and imports files."""

    def __init__(self, store: CatalogStore, decisions: Decisions, clock: Clock) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._stored_events = stored_scheduled_events(store)

    async def check(self, data: CatalogData) -> ImportSummary:
        """Return what an import would do.

        Raises ImportRejected, with every row that breaks a rule.
        """
        return (await self._decide(data))[1]

    async def run(self, data: CatalogData, report_progress: ReportProgress) -> ImportSummary:
        """Write what is new or different, all of it or nothing. Raises what `check` raises."""
        await self.finish_abandoned()
        return await self._decisions.decide_large(lambda: self._decide(data), report_progress)

    async def finish_abandoned(self) -> None:
        """Complete, or discard, the large imports whose process has died."""
        await self._store.finish_abandoned_commits(self._stored_events)

    async def _decide(self, data: CatalogData) -> tuple[CatalogChange | None, ImportSummary]:
        before = await read_snapshot(self._store, data)
        problems = [
            *data.malformed,
            *duplicate_ids(data),
            *unknown_references(
                data,
                cities=before.cities,
                cinemas=before.cinemas,
                auditoriums=before.auditoriums,
                movies=before.movies,
            ),
        ]
        after = before.with_rows(data)
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

    async def _showtimes(
        self, data: CatalogData, after: ImportSnapshot
    ) -> tuple[list[tuple[str, ShowtimeDetails]], list[FieldError]]:
        """Return the new showtimes, each with its place, and the rules that a plan breaks."""
        stored = await self._store.showtimes_by_ids([row.id for row in data.showtimes])
        now = self._clock.now()
        showtimes: list[tuple[str, ShowtimeDetails]] = []
        problems: list[FieldError] = []
        for row in data.showtimes:
            if row.id in stored:
                continue
            plan = row.value
            movie, auditorium = (
                after.movies.get(plan.movie_id),
                after.auditoriums.get(plan.auditorium_id),
            )
            cinema = after.cinemas.get(auditorium.cinema_id) if auditorium else None
            if movie is None or auditorium is None or cinema is None:
                continue  # the reference, or the row that it names, is reported already
            found = [
                *too_far_problems(plan.starts_at, now),
                *plan_problems(plan, movie, auditorium, cinema),
            ]
            if found:
                problems += _at_row(row, found)
            else:
                showtime = showtime_from(row.id, plan, movie, auditorium, cinema)
                showtimes.append((row.place, ShowtimeDetails(showtime, movie, cinema, auditorium)))
        return showtimes, problems

    async def _overlaps(self, planned: Sequence[tuple[str, ShowtimeDetails]]) -> list[FieldError]:
        if not planned:
            return []
        showtimes = [each.showtime for _, each in planned]
        existing = await self._store.overlapping(
            sorted({each.auditorium_id for each in showtimes}), all_slots(showtimes)
        )
        return list(overlaps(planned, existing))

    async def _change_problems(
        self, data: CatalogData, before: ImportSnapshot, after: ImportSnapshot
    ) -> list[FieldError]:
        """Return the changes that showtimes in the schedule forbid."""
        return [
            *await self._forbidden(
                ShowtimeOwner.MOVIE, data.movies, before.movies, after.movies, movie_change_problems
            ),
            *await self._forbidden(
                ShowtimeOwner.CINEMA,
                data.cinemas,
                before.cinemas,
                after.cinemas,
                cinema_change_problems,
            ),
            *await self._forbidden(
                ShowtimeOwner.AUDITORIUM,
                data.auditoriums,
                before.auditoriums,
                after.auditoriums,
                auditorium_change_problems,
            ),
        ]

    async def _forbidden(
        self,
        owner: ShowtimeOwner,
        rows: Iterable[FileRow[Changed]],
        before: Mapping[str, Changed],
        after: Mapping[str, Changed],
        rule: Callable[[Changed, Changed, Sequence[Showtime]], Iterable[FieldError]],
    ) -> list[FieldError]:
        """Return what `rule` forbids of the rows, whose showtimes are read all at once."""
        asked = [
            row
            for row in _changed(rows, before, after)
            if schedule_may_forbid(before[row.id], after[row.id])
        ]
        if not asked:
            return []
        showtimes = await self._store.showtimes_of(
            owner, [row.id for row in asked], ShowtimeQuery(), self._clock.now()
        )
        upcoming: dict[str, list[Showtime]] = defaultdict(list)
        for showtime in showtimes:
            upcoming[owner.id_of(showtime)].append(showtime)
        return [
            problem
            for row in asked
            for problem in _at_row(row, rule(before[row.id], after[row.id], upcoming[row.id]))
        ]

    async def _taken_names(self, data: CatalogData, before: ImportSnapshot) -> list[FieldError]:
        """Return the names that another cinema of the city, or auditorium of the cinema, has."""
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


def _outcome(
    data: CatalogData,
    before: ImportSnapshot,
    after: ImportSnapshot,
    planned: Sequence[ShowtimeDetails],
) -> tuple[CatalogChange | None, ImportSummary]:
    """Return the change, if there is any, and its summary."""
    change = CatalogChange(
        cities=_different(before.cities, after.cities),
        cinemas=_different(before.cinemas, after.cinemas),
        auditoriums=_different(before.auditoriums, after.auditoriums),
        movies=_different(before.movies, after.movies),
        new_showtimes=[each.showtime for each in planned],
        scheduled_events=scheduled_events_of(planned),
    )
    kinds = (
        ("cities", data.cities, before.cities, after.cities),
        ("cinemas", data.cinemas, before.cinemas, after.cinemas),
        ("auditoriums", data.auditoriums, before.auditoriums, after.auditoriums),
        ("movies", data.movies, before.movies, after.movies),
    )
    summary = ImportSummary(
        new={name: sum(row.id not in old for row in rows) for name, rows, old, _ in kinds}
        | {"showtimes": len(planned)},
        changed={name: len(_changed(rows, old, new)) for name, rows, old, new in kinds},
        kept=len(data.showtimes) - len(planned),
    )
    nothing = not any((*summary.new.values(), *summary.changed.values()))
    return None if nothing else change, summary


def _different(before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Value]:
    return [each for id, each in after.items() if before.get(id) != each]


def _changed(
    rows: Iterable[FileRow[Any]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[FileRow[Any]]:
    return [row for row in rows if row.id in before and before[row.id] != after[row.id]]


def _at_row(row: FileRow[Any], problems: Iterable[FieldError]) -> list[FieldError]:
    return [FieldError([row.place, *each.path], each.code, each.message) for each in problems]
