"""Showtimes: put into the schedule, moved, cancelled."""

from dataclasses import replace
from datetime import datetime

from shared.clock import Clock
from shared.errors import FieldError, InvalidInput
from shared.ids import IdSource
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    Movie,
    Showtime,
    ShowtimeInFull,
    ShowtimePlan,
    ShowtimeStatus,
    business_date,
    ends_at,
    plan_problems,
    time_problems,
)
from subgraphs.catalog.errors import ScheduleConflict, ShowtimeHasBookings
from subgraphs.catalog.events import ShowtimeCancelled
from subgraphs.catalog.ports import CatalogStore, Changes
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import one


class ShowtimePlanning:
    """Changes the schedule, one showtime at a time."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def schedule(self, plan: ShowtimePlan) -> Showtime:
        """A new showtime.

        Raises NotFound for the movie or auditorium, InvalidInput for every rule that the plan
        breaks, and ScheduleConflict when the auditorium is taken.
        """
        id = self._ids.new("sho")

        async def decide() -> tuple[Changes, Showtime]:
            showtime = await self._planned(id, plan)
            problems = self._problems(plan, showtime)
            if problems:
                raise InvalidInput(problems)
            await self._refuse_overlap(showtime.showtime)
            movie = with_showtime(showtime.movie, showtime.showtime.starts_at)
            return Changes(scheduled=[showtime], movies=[movie]), showtime.showtime

        return await self._decisions.take(decide)

    async def move(
        self, id: str, starts_at: datetime | None, auditorium_id: str | None
    ) -> Showtime:
        """The showtime at another time, in another auditorium of its cinema, or both.

        Raises NotFound for the showtime or auditorium, ShowtimeHasBookings, InvalidInput for every
        rule that the new place breaks, and ScheduleConflict when it is taken.
        """

        async def decide() -> tuple[Changes | None, Showtime]:
            before = await self._get(id)
            plan = ShowtimePlan(
                before.movie_id,
                auditorium_id or before.auditorium_id,
                starts_at or before.starts_at,
                before.format,
                before.audio_language,
                before.subtitle_language,
                before.prices,
            )
            if (plan.starts_at, plan.auditorium_id) == (before.starts_at, before.auditorium_id):
                return None, before
            self._refuse_begun_or_cancelled(before)
            showtime = await self._planned(id, plan)
            problems = [_in_a_move(each) for each in self._problems(plan, showtime)]
            if showtime.cinema.id != before.cinema_id:
                message = "Choose an auditorium of the same cinema."
                problems.append(FieldError(["auditoriumId"], "OTHER_CINEMA", message))
            if problems:
                raise InvalidInput(problems)
            await self._refuse_overlap(showtime.showtime)
            if await self._store.has_sold_seats(id):
                raise ShowtimeHasBookings
            movie = await self._with_last_start(showtime.movie, id, showtime.showtime.starts_at)
            event = showtime.moved(before.starts_at)
            changes = Changes(showtimes=[showtime.showtime], movies=[movie], told=[event])
            return changes, showtime.showtime

        return await self._decisions.take(decide)

    async def cancel(self, id: str) -> Showtime:
        """The showtime, cancelled; NotFound when there is none. Its bookings are refunded."""

        async def decide() -> tuple[Changes | None, Showtime]:
            before = await self._get(id)
            if before.status is ShowtimeStatus.CANCELLED:
                return None, before
            after = replace(before, status=ShowtimeStatus.CANCELLED)
            movie = await one(self._store.movies_by_ids, "mov", "movie", before.movie_id)
            changes = Changes(
                showtimes=[after],
                movies=[await self._with_last_start(movie, id, None)],
                told=[ShowtimeCancelled(id, before.starts_at)],
            )
            return changes, after

        return await self._decisions.take(decide)

    async def _planned(self, id: str, plan: ShowtimePlan) -> ShowtimeInFull:
        movie = await one(self._store.movies_by_ids, "mov", "movie", plan.movie_id)
        auditorium = await one(
            self._store.auditoriums_by_ids, "aud", "auditorium", plan.auditorium_id
        )
        cinema = await one(self._store.cinemas_by_ids, "cin", "cinema", auditorium.cinema_id)
        return ShowtimeInFull(
            showtime_of(id, plan, movie, auditorium, cinema), movie, cinema, auditorium
        )

    def _problems(self, plan: ShowtimePlan, showtime: ShowtimeInFull) -> list[FieldError]:
        return [
            *time_problems(plan.starts_at, self._clock.now()),
            *plan_problems(plan, showtime.movie, showtime.auditorium, showtime.cinema),
        ]

    async def _refuse_overlap(self, showtime: Showtime) -> None:
        taken = await self._store.overlapping([showtime.auditorium_id], showtime.slots)
        conflicts = [each.id for each in taken if each.id != showtime.id]
        if conflicts:
            raise ScheduleConflict(conflicts)

    async def _with_last_start(self, movie: Movie, id: str, moved_to: datetime | None) -> Movie:
        """The movie after one of its showtimes went to `moved_to`, or out of the schedule."""
        others = await self._store.last_start(movie.id, without=id)
        starts = [start for start in (others, moved_to) if start is not None]
        return replace(movie, last_showtime_at=max(starts, default=None))

    async def _get(self, id: str) -> Showtime:
        return await one(self._store.showtimes_by_ids, "sho", "showtime", id)

    def _refuse_begun_or_cancelled(self, showtime: Showtime) -> None:
        if showtime.status is ShowtimeStatus.CANCELLED:
            raise InvalidInput.of("id", "CANCELLED", "This showtime is cancelled.")
        if showtime.starts_at <= self._clock.now():
            raise InvalidInput.of("id", "BEGUN", "This showtime has begun.")


def _in_a_move(problem: FieldError) -> FieldError:
    """The problem at the field of a move that brings it about, or at the showtime itself."""
    field = {"startsAt": "startsAt", "format": "auditoriumId", "prices": "auditoriumId"}
    return replace(problem, path=[field.get(problem.path[0], "id")])


def showtime_of(
    id: str, plan: ShowtimePlan, movie: Movie, auditorium: Auditorium, cinema: Cinema
) -> Showtime:
    """The showtime that `plan` becomes."""
    return Showtime(
        id=id,
        movie_id=movie.id,
        cinema_id=cinema.id,
        city_id=cinema.city_id,
        auditorium_id=auditorium.id,
        starts_at=plan.starts_at,
        ends_at=ends_at(plan.starts_at, movie.runtime_minutes),
        business_date=business_date(plan.starts_at, cinema.timezone),
        format=plan.format,
        audio_language=plan.audio_language,
        subtitle_language=plan.subtitle_language,
        prices=plan.prices,
        status=ShowtimeStatus.SCHEDULED,
    )


def with_showtime(movie: Movie, starts_at: datetime) -> Movie:
    """The movie after a showtime was added."""
    return replace(movie, last_showtime_at=max(starts_at, movie.last_showtime_at or starts_at))
