"""A cinema's week, copied to the next."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from shared.clock import Clock
from shared.ids import IdSource
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    Movie,
    Showtime,
    ShowtimeInFull,
    ShowtimePlan,
    a_week_later,
    all_slots,
    plan_problems,
    time_problems,
)
from subgraphs.catalog.errors import CopyProblem, WeekNotCopied
from subgraphs.catalog.ports import CatalogStore, Changes
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import one
from subgraphs.catalog.service.planning.showtimes import showtime_of, with_showtime

_WEEK = timedelta(weeks=1)


class WeekPlanning:
    """Repeats a week's schedule."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def copy(self, cinema_id: str, first_day: date) -> list[Showtime]:
        """The seven business days from `first_day`, again a week later by the cinema's clocks.

        Raises NotFound for the cinema, and WeekNotCopied with every showtime that cannot be
        copied; then none is.
        """

        async def decide() -> tuple[Changes | None, list[Showtime]]:
            cinema = await one(self._store.cinemas_by_ids, "cin", "cinema", cinema_id)
            week = await self._store.showtimes_between(
                cinema_id, first_day, first_day + _WEEK - timedelta(days=1)
            )
            if not week:
                return None, []
            copies, problems = await self._copies(cinema, week)
            if problems:
                raise WeekNotCopied(problems)
            movies = {showtime.movie.id: showtime.movie for showtime in copies}
            for showtime in copies:
                movies[showtime.movie.id] = with_showtime(
                    movies[showtime.movie.id], showtime.showtime.starts_at
                )
            changes = Changes(scheduled=copies, movies=list(movies.values()))
            return changes, [showtime.showtime for showtime in copies]

        return await self._decisions.take(decide)

    async def _copies(
        self, cinema: Cinema, week: list[Showtime]
    ) -> tuple[list[ShowtimeInFull], list[CopyProblem]]:
        movies = await self._store.movies_by_ids(sorted({each.movie_id for each in week}))
        auditoriums = await self._store.auditoriums_by_ids(
            sorted({each.auditorium_id for each in week})
        )
        copies = [
            self._copy(each, movies[each.movie_id], auditoriums[each.auditorium_id], cinema)
            for each in week
        ]
        taken = await self._store.overlapping(
            sorted(auditoriums), all_slots([copy.showtime for copy in copies])
        )
        auditoriums_taken: dict[str, list[tuple[Showtime, str]]] = defaultdict(list)
        for each in taken:
            auditoriums_taken[each.auditorium_id].append((each, each.id))
        # A movie that became longer, or clocks that change, can bring copies into one another.
        for original, copy in zip(week, copies, strict=True):
            auditoriums_taken[original.auditorium_id].append((copy.showtime, original.id))
        now = self._clock.now()
        found = [
            _problem(original, copy, auditoriums_taken[original.auditorium_id], now)
            for original, copy in zip(week, copies, strict=True)
        ]
        return copies, [problem for problem in found if problem]

    def _copy(
        self, showtime: Showtime, movie: Movie, auditorium: Auditorium, cinema: Cinema
    ) -> ShowtimeInFull:
        plan = ShowtimePlan(
            movie.id,
            auditorium.id,
            a_week_later(showtime.starts_at, cinema.timezone),
            showtime.format,
            showtime.audio_language,
            showtime.subtitle_language,
            showtime.prices,
        )
        copy = showtime_of(self._ids.new("sho"), plan, movie, auditorium, cinema)
        return ShowtimeInFull(copy, movie, cinema, auditorium)


def _problem(
    original: Showtime, copy: ShowtimeInFull, taken: Sequence[tuple[Showtime, str]], now: datetime
) -> CopyProblem | None:
    """What is wrong with `copy`; `taken` are its auditorium's showtimes, each with its name."""
    showtime = copy.showtime
    plan = ShowtimePlan(
        showtime.movie_id,
        showtime.auditorium_id,
        showtime.starts_at,
        showtime.format,
        showtime.audio_language,
        showtime.subtitle_language,
        showtime.prices,
    )
    fields = [
        *time_problems(showtime.starts_at, now),
        *plan_problems(plan, copy.movie, copy.auditorium, copy.cinema),
    ]
    conflicts = [id for each, id in taken if each.id != showtime.id and each.overlaps(showtime)]
    return CopyProblem(original.id, fields, conflicts) if fields or conflicts else None
