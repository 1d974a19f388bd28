"""Copying a cinema's week to the next."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from shared.clock import Clock
from shared.ids import IdSource
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.rules import ShowtimePlan, plan_problems, time_problems
from subgraphs.catalog.domain.showtime_details import ShowtimeDetails
from subgraphs.catalog.domain.showtimes import Showtime, a_week_later, all_slots
from subgraphs.catalog.errors import CopyProblem, WeekNotCopied
from subgraphs.catalog.ports import CatalogChange, CatalogStore
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import existing
from subgraphs.catalog.service.planning.scheduled_events import scheduled_events_of
from subgraphs.catalog.service.planning.showtimes import showtime_from, with_showtime

_WEEK = timedelta(weeks=1)


class WeekPlanning:
    """Copies a week's schedule."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def copy(self, cinema_id: str, first_day: date) -> list[Showtime]:
        """Repeat seven business days, from `first_day` on, a week later by the cinema's clocks.

        Returns the new showtimes. Raises NotFound for the cinema, and WeekNotCopied, with every
        showtime that cannot be copied, when there is one; then none is copied.
        """

        async def decide() -> tuple[CatalogChange | None, list[Showtime]]:
            cinema = await existing(self._store.cinemas_by_ids, "cin", "cinema", cinema_id)
            week = await self._store.showtimes_between(
                cinema_id, first_day, first_day + _WEEK - timedelta(days=1)
            )
            if not week:
                return None, []
            copies, problems = await self._copies(cinema, week)
            if problems:
                raise WeekNotCopied(problems)
            movies = {copy.movie.id: copy.movie for copy in copies}
            for copy in copies:
                movies[copy.movie.id] = with_showtime(
                    movies[copy.movie.id], copy.showtime.starts_at
                )
            showtimes = [copy.showtime for copy in copies]
            change = CatalogChange(
                new_showtimes=showtimes,
                movies=list(movies.values()),
                scheduled_events=scheduled_events_of(copies),
            )
            return change, showtimes

        return await self._decisions.decide(decide)

    async def _copies(
        self, cinema: Cinema, week: list[Showtime]
    ) -> tuple[list[ShowtimeDetails], list[CopyProblem]]:
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
        # Copies can overlap each other: the movie became longer, or clocks change.
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
    ) -> ShowtimeDetails:
        plan = ShowtimePlan(
            movie.id,
            auditorium.id,
            a_week_later(showtime.starts_at, cinema.timezone),
            showtime.format,
            showtime.audio_language,
            showtime.subtitle_language,
            showtime.prices,
        )
        copy = showtime_from(self._ids.new("sho"), plan, movie, auditorium, cinema)
        return ShowtimeDetails(copy, movie, cinema, auditorium)


def _problem(
    original: Showtime, copy: ShowtimeDetails, taken: Sequence[tuple[Showtime, str]], now: datetime
) -> CopyProblem | None:
    """Return what is wrong with `copy`, if anything.

    `taken` are its auditorium's showtimes, each with the id under which it is reported.
    """
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
