"""Planning showtimes."""

from dataclasses import replace
from datetime import datetime

from shared.clock import Clock
from shared.errors import FieldError, InvalidInput
from shared.ids import IdSource
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.rules import ShowtimePlan, plan_problems, time_problems
from subgraphs.catalog.domain.showtime_details import ShowtimeDetails
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeStatus, business_date, ends_at
from subgraphs.catalog.errors import ScheduleConflict, ShowtimeHasBookings
from subgraphs.catalog.events import ShowtimeCancelled
from subgraphs.catalog.ports import CatalogChange, CatalogStore
from subgraphs.catalog.service.planning.decisions import Decisions
from subgraphs.catalog.service.planning.lookup import existing


class ShowtimePlanning:
    """Schedules, moves and cancels showtimes, one at a time."""

    def __init__(
        self, store: CatalogStore, decisions: Decisions, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._clock = clock
        self._ids = ids

    async def schedule(self, plan: ShowtimePlan) -> Showtime:
        """Schedule a new showtime; return it.

        Raises NotFound for the movie or auditorium, InvalidInput for every rule that the plan
        breaks, and ScheduleConflict when the auditorium is taken.
        """
        id = self._ids.new("sho")

        async def decide() -> tuple[CatalogChange, Showtime]:
            details = await self._details(id, plan)
            problems = self._problems(plan, details)
            if problems:
                raise InvalidInput(problems)
            await self._refuse_overlap(details.showtime)
            change = CatalogChange(
                new_showtimes=[details.showtime],
                movies=[with_showtime(details.movie, details.showtime.starts_at)],
                events=[details.scheduled_event()],
            )
            return change, details.showtime

        return await self._decisions.decide(decide)

    async def move(
        self, id: str, starts_at: datetime | None, auditorium_id: str | None
    ) -> Showtime:
        """Move the showtime to another time, another auditorium of its cinema, or both; return it.

        Raises NotFound for the showtime or auditorium, ShowtimeHasBookings, InvalidInput for every
        rule that the move breaks, and ScheduleConflict when the auditorium is taken.
        """

        async def decide() -> tuple[CatalogChange | None, Showtime]:
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
            details = await self._details(id, plan)
            problems = [_problem_of_move(each) for each in self._problems(plan, details)]
            if details.cinema.id != before.cinema_id:
                message = "Choose an auditorium of the same cinema."
                problems.append(FieldError(["auditoriumId"], "OTHER_CINEMA", message))
            if problems:
                raise InvalidInput(problems)
            after = details.showtime
            await self._refuse_overlap(after)
            if await self._store.has_sold_seats(id):
                raise ShowtimeHasBookings
            change = CatalogChange(
                showtimes=[after],
                movies=[await self._with_last_start(details.movie, id, after.starts_at)],
                events=[details.moved_event(before.starts_at)],
            )
            return change, after

        return await self._decisions.decide(decide)

    async def cancel(self, id: str) -> Showtime:
        """Cancel the showtime; return it. Booking refunds its bookings. Raises NotFound."""

        async def decide() -> tuple[CatalogChange | None, Showtime]:
            before = await self._get(id)
            if before.status is ShowtimeStatus.CANCELLED:
                return None, before
            after = replace(before, status=ShowtimeStatus.CANCELLED)
            movie = await existing(self._store.movies_by_ids, "mov", "movie", before.movie_id)
            change = CatalogChange(
                showtimes=[after],
                movies=[await self._with_last_start(movie, id, None)],
                events=[ShowtimeCancelled(id, before.starts_at)],
            )
            return change, after

        return await self._decisions.decide(decide)

    async def _details(self, id: str, plan: ShowtimePlan) -> ShowtimeDetails:
        movie = await existing(self._store.movies_by_ids, "mov", "movie", plan.movie_id)
        auditorium = await existing(
            self._store.auditoriums_by_ids, "aud", "auditorium", plan.auditorium_id
        )
        cinema = await existing(self._store.cinemas_by_ids, "cin", "cinema", auditorium.cinema_id)
        return ShowtimeDetails(
            showtime_from(id, plan, movie, auditorium, cinema), movie, cinema, auditorium
        )

    def _problems(self, plan: ShowtimePlan, details: ShowtimeDetails) -> list[FieldError]:
        return [
            *time_problems(plan.starts_at, self._clock.now()),
            *plan_problems(plan, details.movie, details.auditorium, details.cinema),
        ]

    async def _refuse_overlap(self, showtime: Showtime) -> None:
        taken = await self._store.overlapping([showtime.auditorium_id], showtime.slots)
        conflicts = [each.id for each in taken if each.id != showtime.id]
        if conflicts:
            raise ScheduleConflict(conflicts)

    async def _with_last_start(self, movie: Movie, id: str, moved_to: datetime | None) -> Movie:
        """Return the movie after one of its showtimes moved to `moved_to` or was cancelled."""
        others = await self._store.last_start(movie.id, without=id)
        starts = [start for start in (others, moved_to) if start is not None]
        return replace(movie, last_showtime_at=max(starts, default=None))

    async def _get(self, id: str) -> Showtime:
        return await existing(self._store.showtimes_by_ids, "sho", "showtime", id)

    def _refuse_begun_or_cancelled(self, showtime: Showtime) -> None:
        if showtime.status is ShowtimeStatus.CANCELLED:
            raise InvalidInput.of("id", "CANCELLED", "This showtime is cancelled.")
        if showtime.starts_at <= self._clock.now():
            raise InvalidInput.of("id", "BEGUN", "This showtime has begun.")


def _problem_of_move(problem: FieldError) -> FieldError:
    """Return the problem with the path of the input's field that causes it, or else of `id`."""
    field = {"startsAt": "startsAt", "format": "auditoriumId", "prices": "auditoriumId"}
    return replace(problem, path=[field.get(problem.path[0], "id")])


def showtime_from(
    id: str, plan: ShowtimePlan, movie: Movie, auditorium: Auditorium, cinema: Cinema
) -> Showtime:
    """Return the showtime that `plan` describes."""
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
    """Return the movie after a showtime was added."""
    return replace(movie, last_showtime_at=max(starts_at, movie.last_showtime_at or starts_at))
