"""Showings: what may be scheduled, moved, cancelled and copied."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.errors import FieldError, InvalidInput, NotFound
from shared.money import Money
from subgraphs.catalog.domain import (
    Movie,
    MovieStatus,
    ScreenFormat,
    SeatClass,
    ShowtimeStatus,
    TicketCategory,
    TicketPrice,
)
from subgraphs.catalog.errors import ScheduleConflict, ShowtimeHasBookings, WeekNotCopied
from subgraphs.catalog.events import ShowtimeMoved, ShowtimeScheduled
from tests.unit.catalog.conftest import Town, prices

DAY = timedelta(days=1)


def codes(problems: list[FieldError]) -> set[tuple[str, str]]:
    return {(".".join(problem.path), problem.code) for problem in problems}


async def test_a_showing_is_told_with_every_seat_and_price(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan())
    (event,) = town.store.events
    assert isinstance(event, ShowtimeScheduled)
    assert (event.showtime_id, event.movie_title) == (showtime.id, "Moana")
    assert [seat.id for seat in event.seats] == ["A1", "A2"]
    assert {price.seat_class for price in event.prices} == {"STANDARD", "PREMIUM"}
    assert town.store.all_movies[town.movie.id].status(town.clock.now()) is MovieStatus.NOW_SHOWING


@pytest.mark.parametrize(
    ("details", "problem"),
    [
        ({"format": ScreenFormat.IMAX}, ("format", "NOT_IN_AUDITORIUM")),
        ({"format": ScreenFormat.STANDARD_3D}, ("format", "NOT_OF_MOVIE")),
        ({"prices": prices(SeatClass.STANDARD)}, ("prices", "MISSING_PRICE")),
        ({"prices": prices(SeatClass.PREMIUM) * 2}, ("prices.1", "DUPLICATE")),
        (
            {
                "prices": (
                    *prices(SeatClass.PREMIUM),
                    TicketPrice(TicketCategory.ADULT, SeatClass.STANDARD, Money(1, "MXN")),
                )
            },
            ("prices", "MIXED_CURRENCIES"),
        ),
    ],
)
async def test_a_broken_rule_is_named_and_nothing_is_written(
    town: Town, details: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(replace(town.plan(), **details))
    assert problem in codes(refused.value.fields)
    assert not town.store.all_showtimes
    assert town.store.number == 0


@pytest.mark.parametrize(
    ("after", "code"),
    [(timedelta(0), "IN_THE_PAST"), (-DAY, "IN_THE_PAST"), (800 * DAY, "TOO_FAR")],
)
async def test_a_start_out_of_range(town: Town, after: timedelta, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan(after))
    assert codes(refused.value.fields) == {("startsAt", code)}


async def test_a_film_is_not_shown_before_its_release(town: Town) -> None:
    later = town.film("Coco", release_date=date(2026, 6, 12))
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan(movie_id=later.id))
    assert codes(refused.value.fields) == {("startsAt", "BEFORE_RELEASE")}
    assert await town.planning.showtimes.schedule(town.plan(2 * DAY, movie_id=later.id))


async def test_an_archived_film_is_not_scheduled(town: Town) -> None:
    await town.planning.movies.archive(town.movie.id)
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan())
    assert codes(refused.value.fields) == {("movieId", "ARCHIVED")}


@pytest.mark.parametrize(
    "details",
    [{"movie_id": "mov_1"}, {"auditorium_id": "nothing"}, {"movie_id": "sho_" + "0" * 26}],
)
async def test_film_and_hall_must_exist(town: Town, details: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        await town.planning.showtimes.schedule(town.plan(**details))


@pytest.mark.parametrize("minutes", [-124, -60, 0, 60, 124])
async def test_trailers_film_and_cleaning_may_not_overlap(town: Town, minutes: int) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=minutes)))
    assert refused.value.showtime_ids == [first.id]
    assert list(town.store.all_showtimes) == [first.id]


@pytest.mark.parametrize("minutes", [-125, 125])
async def test_one_showing_may_follow_another_at_once(town: Town, minutes: int) -> None:
    await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=minutes)))
    assert len(town.store.all_showtimes) == 2


async def test_a_decision_that_was_overtaken_is_taken_anew(town: Town) -> None:
    """Somebody else takes the hall between our look at the schedule and our write."""
    other: list[str] = []

    def overtake() -> None:
        if not other:
            showtime = replace(first, id=town.ids.new("sho"), starts_at=first.starts_at + DAY)
            showtime = replace(showtime, ends_at=first.ends_at + DAY)
            town.store.all_showtimes[showtime.id] = showtime
            town.store.number += 1
            other.append(showtime.id)

    first = await town.planning.showtimes.schedule(town.plan())
    town.store.before_commit = overtake
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.schedule(town.plan(2 * DAY))
    assert refused.value.showtime_ids == other


async def test_a_cancelled_showing_frees_its_auditorium(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    cancelled = await town.planning.showtimes.cancel(first.id)
    assert cancelled.status is ShowtimeStatus.CANCELLED
    assert town.store.all_movies[town.movie.id].status(town.clock.now()) is MovieStatus.ENDED
    await town.planning.showtimes.schedule(town.plan())
    assert town.told()[1] == "catalog.showtime.cancelled.v1"


async def test_cancelling_twice_tells_once(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.cancel(first.id)
    await town.planning.showtimes.cancel(first.id)
    assert town.told().count("catalog.showtime.cancelled.v1") == 1


async def test_a_showing_moves_with_its_day(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    moved = await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)
    assert (moved.id, moved.business_date) == (first.id, first.business_date + DAY)
    event = town.store.events[-1]
    assert isinstance(event, ShowtimeMoved)
    assert (event.moved_from, event.starts_at) == (first.starts_at, moved.starts_at)
    assert town.store.all_movies[town.movie.id].last_showtime_at == moved.starts_at


async def test_a_showing_moves_within_its_own_time(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    moved = await town.planning.showtimes.move(
        first.id, first.starts_at + timedelta(minutes=15), None
    )
    assert moved.starts_at == first.starts_at + timedelta(minutes=15)


async def test_a_showing_with_bookings_does_not_move(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    await town.store.note_booking("bkg_1", first.id, stands=True)
    with pytest.raises(ShowtimeHasBookings):
        await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)
    await town.store.note_booking("bkg_1", first.id, stands=False)
    assert await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)


async def test_a_move_into_another_showing_is_refused(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    second = await town.planning.showtimes.schedule(town.plan(2 * DAY))
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.move(second.id, first.starts_at, None)
    assert refused.value.showtime_ids == [first.id]


async def test_a_showing_that_has_begun_or_is_cancelled_does_not_move(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    second = await town.planning.showtimes.schedule(town.plan(2 * DAY))
    await town.planning.showtimes.cancel(second.id)
    town.clock.moment += DAY
    for id, code in ((first.id, "BEGUN"), (second.id, "CANCELLED")):
        with pytest.raises(InvalidInput) as refused:
            await town.planning.showtimes.move(id, town.clock.now() + 3 * DAY, None)
        assert codes(refused.value.fields) == {("id", code)}


async def test_a_week_is_copied_a_week_later(town: Town) -> None:
    planned = [await town.planning.showtimes.schedule(town.plan(n * DAY)) for n in (1, 2, 6)]
    copied = await town.planning.weeks.copy(town.cinema.id, planned[0].business_date)
    assert [each.starts_at for each in copied] == [
        each.starts_at + timedelta(weeks=1) for each in planned
    ]
    assert town.told().count("catalog.showtime.scheduled.v1") == 6
    assert town.store.all_movies[town.movie.id].last_showtime_at == copied[-1].starts_at


async def test_what_cannot_be_copied_is_listed_and_nothing_is_copied(town: Town) -> None:
    planned = [await town.planning.showtimes.schedule(town.plan(n * DAY)) for n in (1, 2, 3)]
    taken = await town.planning.showtimes.schedule(town.plan(9 * DAY + timedelta(hours=1)))
    town.store.all_movies[town.movie.id] = replace(
        town.movie, release_date=planned[0].business_date + timedelta(weeks=1, days=1)
    )
    before = dict(town.store.all_showtimes)
    with pytest.raises(WeekNotCopied) as refused:
        await town.planning.weeks.copy(town.cinema.id, planned[0].business_date)
    assert [
        (problem.showtime_id, [each.code for each in problem.fields], problem.conflict_ids)
        for problem in refused.value.problems
    ] == [(planned[0].id, ["BEFORE_RELEASE"], []), (planned[1].id, [], [taken.id])]
    assert town.store.all_showtimes == before


async def test_an_empty_week_copies_to_nothing(town: Town) -> None:
    assert await town.planning.weeks.copy(town.cinema.id, date(2026, 1, 1)) == []
    assert town.store.number == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"runtime_minutes": 101}, "runtimeMinutes"),
        ({"release_date": date(2026, 7, 1)}, "releaseDate"),
        ({"formats": frozenset({ScreenFormat.IMAX})}, "formats"),
    ],
)
async def test_what_showings_stand_on_does_not_change(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    assert isinstance(await town.planning.movies.update(town.movie.id, changes), Movie)
    town.store.all_movies[town.movie.id] = town.movie
    await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(InvalidInput) as refused:
        await town.planning.movies.update(town.movie.id, changes)
    assert codes(refused.value.fields) == {(field, "SHOWTIMES_SCHEDULED")}


async def test_a_time_zone_does_not_change_under_showings(town: Town) -> None:
    await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(InvalidInput) as refused:
        await town.planning.places.update_cinema(town.cinema.id, {"timezone": "Asia/Tokyo"})
    assert codes(refused.value.fields) == {("timezone", "SHOWTIMES_SCHEDULED")}


@pytest.mark.parametrize("name", ["Sala 1", " sala  1 ", "SÁLA 1"])
async def test_names_are_taken_once(town: Town, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.places.create_auditorium(
            town.cinema.id, {"name": name, "formats": town.hall.formats, "rows": town.hall.rows}
        )
    assert codes(refused.value.fields) == {("name", "TAKEN")}


async def test_a_status_follows_from_dates_and_showings(town: Town) -> None:
    def status(moment: datetime) -> MovieStatus:
        return town.store.all_movies[town.movie.id].status(moment)

    showtime = await town.planning.showtimes.schedule(town.plan())
    assert status(town.clock.now() - 20 * DAY) is MovieStatus.COMING_SOON
    assert status(showtime.starts_at) is MovieStatus.NOW_SHOWING
    assert status(showtime.starts_at + timedelta(seconds=1)) is MovieStatus.ENDED
