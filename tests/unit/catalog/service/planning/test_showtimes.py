"""Showtimes: what may be scheduled, moved and cancelled."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.errors import InvalidInput, NotFound
from shared.money import Money
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.domain.places import ScreenFormat, SeatClass, SeatPosition, SeatRow
from subgraphs.catalog.domain.showtimes import (
    HIGHEST_PRICE,
    ShowtimeStatus,
    TicketCategory,
    TicketPrice,
)
from subgraphs.catalog.errors import ScheduleConflict, ShowtimeHasBookings
from subgraphs.catalog.events import ShowtimeMoved, ShowtimeScheduled
from tests.unit.catalog.town import BOGOTA, NOW, Town, codes, prices

DAY = timedelta(days=1)


def status(town: Town) -> MovieStatus:
    """Return the status of the town's movie now."""
    now = town.clock.now()
    return town.store.all_movies[town.movie.id].status(now, now.date())


async def test_a_new_showtime_is_published_with_every_seat_and_price(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan())
    (event,) = town.store.events
    assert isinstance(event, ShowtimeScheduled)
    assert (event.showtime_id, event.movie_title) == (showtime.id, "Moana")
    assert [seat.id for seat in event.seats] == ["A1", "A2"]
    assert {price.seat_class for price in event.prices} == {"STANDARD", "PREMIUM"}
    assert (
        town.store.all_movies[town.movie.id].status(town.clock.now(), NOW.date())
        is MovieStatus.NOW_SHOWING
    )


def costing(amount_minor: int) -> tuple[TicketPrice, ...]:
    """Return the prices of both classes: a premium ticket costs that much."""
    dear = TicketPrice(TicketCategory.ADULT, SeatClass.PREMIUM, Money(amount_minor, "COP"))
    return *prices(SeatClass.STANDARD), dear


async def test_a_ticket_may_have_the_highest_price(town: Town) -> None:
    plan = replace(town.plan(), prices=costing(HIGHEST_PRICE))
    showtime = await town.planning.showtimes.schedule(plan)
    assert max(each.price.amount_minor for each in showtime.prices) == 214_748_364


async def test_the_highest_price_is_told_with_its_currency(town: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(replace(town.plan(), prices=costing(2**31 - 1)))
    (problem,) = refused.value.fields
    assert problem.message == "A ticket costs at most COP 2,147,483.64."


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
        ({"prices": costing(HIGHEST_PRICE + 1)}, ("prices.1.amountMinor", "TOO_HIGH")),
        ({"prices": costing(2**31 - 1)}, ("prices.1.amountMinor", "TOO_HIGH")),
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
async def test_a_start_out_of_range_is_refused(town: Town, after: timedelta, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan(after))
    assert codes(refused.value.fields) == {("startsAt", code)}


async def test_every_broken_rule_is_named_at_once(town: Town) -> None:
    wrong = {"format": ScreenFormat.STANDARD_3D, "prices": prices(SeatClass.PREMIUM)}
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan(-DAY, **wrong))
    assert codes(refused.value.fields) == {
        ("startsAt", "IN_THE_PAST"),
        ("format", "NOT_OF_MOVIE"),
        ("prices", "MISSING_PRICE"),
    }


async def test_a_movie_is_not_shown_before_its_release(town: Town) -> None:
    later = town.add_movie("Coco", release_date=date(2026, 6, 12))
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan(movie_id=later.id))
    assert codes(refused.value.fields) == {("startsAt", "BEFORE_RELEASE")}
    assert await town.planning.showtimes.schedule(town.plan(2 * DAY, movie_id=later.id))


async def test_an_archived_movie_is_not_scheduled(town: Town) -> None:
    await town.planning.movies.archive(town.movie.id)
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.schedule(town.plan())
    assert codes(refused.value.fields) == {("movieId", "ARCHIVED")}


@pytest.mark.parametrize(
    "details",
    [{"movie_id": "mov_1"}, {"auditorium_id": "nothing"}, {"movie_id": "sho_" + "0" * 26}],
)
async def test_movie_and_auditorium_must_exist(town: Town, details: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        await town.planning.showtimes.schedule(town.plan(**details))


@pytest.mark.parametrize("minutes", [-124, -60, 0, 60, 124])
async def test_trailers_movie_and_cleaning_may_not_overlap(town: Town, minutes: int) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=minutes)))
    assert refused.value.showtime_ids == [first.id]
    assert list(town.store.all_showtimes) == [first.id]


async def test_a_slot_that_is_needed_in_part_is_taken_whole(town: Town) -> None:
    """The auditorium is free again two minutes after the slot has begun."""
    odd = town.add_movie("Coco", runtime_minutes=102)
    first = await town.planning.showtimes.schedule(town.plan(movie_id=odd.id))
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=128)))
    assert refused.value.showtime_ids == [first.id]


@pytest.mark.parametrize("minutes", [-125, 125])
async def test_a_showtime_may_follow_another_without_a_pause(town: Town, minutes: int) -> None:
    await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=minutes)))
    assert len(town.store.all_showtimes) == 2


async def test_a_version_conflict_makes_the_decision_again(town: Town) -> None:
    """Another planner takes the auditorium between our read of the schedule and our write."""
    other: list[str] = []

    def write_first() -> None:
        if not other:
            showtime = replace(first, id=town.ids.new("sho"), starts_at=first.starts_at + DAY)
            showtime = replace(showtime, ends_at=first.ends_at + DAY)
            town.store.all_showtimes[showtime.id] = showtime
            town.store.number += 1
            other.append(showtime.id)

    first = await town.planning.showtimes.schedule(town.plan())
    town.store.before_commit = write_first
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.schedule(town.plan(2 * DAY))
    assert refused.value.showtime_ids == other


async def test_a_cancelled_showtime_frees_its_auditorium(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    cancelled = await town.planning.showtimes.cancel(first.id)
    assert cancelled.status is ShowtimeStatus.CANCELLED
    assert (
        town.store.all_movies[town.movie.id].status(town.clock.now(), NOW.date())
        is MovieStatus.ENDED
    )
    await town.planning.showtimes.schedule(town.plan())
    assert town.published()[1] == "catalog.showtime.cancelled.v1"


async def test_cancelling_twice_publishes_once(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.cancel(first.id)
    await town.planning.showtimes.cancel(first.id)
    assert town.published().count("catalog.showtime.cancelled.v1") == 1


async def test_a_showtime_moves_with_its_day(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    moved = await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)
    assert (moved.id, moved.business_date) == (first.id, first.business_date + DAY)
    event = town.store.events[-1]
    assert isinstance(event, ShowtimeMoved)
    assert (event.moved_from, event.starts_at) == (first.starts_at, moved.starts_at)
    assert town.store.all_movies[town.movie.id].last_showtime_at == moved.starts_at


async def test_a_showtime_moves_within_its_own_time(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    moved = await town.planning.showtimes.move(
        first.id, first.starts_at + timedelta(minutes=15), None
    )
    assert moved.starts_at == first.starts_at + timedelta(minutes=15)


async def test_a_showtime_with_bookings_does_not_move(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    await town.store.note_booking("bkg_1", first.id, stands=True)
    with pytest.raises(ShowtimeHasBookings):
        await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)
    await town.store.note_booking("bkg_1", first.id, stands=False)
    assert await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)


async def test_a_move_into_another_showtime_is_refused(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    second = await town.planning.showtimes.schedule(town.plan(2 * DAY))
    with pytest.raises(ScheduleConflict) as refused:
        await town.planning.showtimes.move(second.id, first.starts_at, None)
    assert refused.value.showtime_ids == [first.id]


async def test_a_move_reports_problems_at_its_own_fields(town: Town) -> None:
    """The new auditorium has another format, and seats without a price."""
    first = await town.planning.showtimes.schedule(town.plan())
    row = SeatRow("A", (SeatPosition(1, 1, SeatClass.ACCESSIBLE),))
    other = await town.planning.places.create_auditorium(
        town.cinema.id,
        {"name": "Sala 2", "formats": frozenset({ScreenFormat.IMAX}), "rows": (row,)},
    )
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.move(first.id, town.clock.now() - DAY, other.id)
    assert codes(refused.value.fields) == {
        ("startsAt", "IN_THE_PAST"),
        ("auditoriumId", "NOT_IN_AUDITORIUM"),
        ("auditoriumId", "MISSING_PRICE"),
    }
    assert town.store.all_showtimes == {first.id: first}


async def test_a_showtime_of_an_archived_movie_does_not_move(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    town.store.all_movies[town.movie.id] = replace(town.movie, archived=True)
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.move(first.id, first.starts_at + DAY, None)
    assert codes(refused.value.fields) == {("id", "ARCHIVED")}


async def test_a_showtime_does_not_move_to_another_cinema(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    cinema = await town.planning.places.create_cinema(
        town.city.id, {"name": "Hayuelos", "address": "Calle 20", "timezone": BOGOTA}
    )
    auditorium = await town.planning.places.create_auditorium(
        cinema.id,
        {"name": "Sala 1", "formats": town.auditorium.formats, "rows": town.auditorium.rows},
    )
    with pytest.raises(InvalidInput) as refused:
        await town.planning.showtimes.move(first.id, None, auditorium.id)
    assert codes(refused.value.fields) == {("auditoriumId", "OTHER_CINEMA")}
    assert town.store.all_showtimes == {first.id: first}


async def test_a_showtime_that_has_begun_or_is_cancelled_does_not_move(town: Town) -> None:
    first = await town.planning.showtimes.schedule(town.plan())
    second = await town.planning.showtimes.schedule(town.plan(2 * DAY))
    await town.planning.showtimes.cancel(second.id)
    town.clock.moment += DAY
    for id, code in ((first.id, "BEGUN"), (second.id, "CANCELLED")):
        with pytest.raises(InvalidInput) as refused:
            await town.planning.showtimes.move(id, town.clock.now() + 3 * DAY, None)
        assert codes(refused.value.fields) == {("id", code)}


async def test_a_status_follows_from_dates_and_showtimes(town: Town) -> None:
    def status(moment: datetime) -> MovieStatus:
        return town.store.all_movies[town.movie.id].status(moment, moment.date())

    showtime = await town.planning.showtimes.schedule(town.plan())
    assert status(town.clock.now() - 20 * DAY) is MovieStatus.COMING_SOON
    assert status(showtime.starts_at) is MovieStatus.NOW_SHOWING
    assert status(showtime.starts_at + timedelta(seconds=1)) is MovieStatus.ENDED
