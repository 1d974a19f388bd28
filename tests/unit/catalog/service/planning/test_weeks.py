"""A week copied to the next: all of it, or nothing and every reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.money import Money
from subgraphs.catalog.errors import WeekNotCopied
from tests.unit.catalog.town import Town

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


async def test_a_week_is_copied_a_week_later(town: Town) -> None:
    planned = [await town.planning.showtimes.schedule(town.plan(n * DAY)) for n in (1, 2, 6)]
    copied = await town.planning.weeks.copy(town.cinema.id, planned[0].business_date)
    assert [each.starts_at for each in copied] == [
        each.starts_at + timedelta(weeks=1) for each in planned
    ]
    assert town.published().count("catalog.showtime.scheduled.v1") == 6
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


async def test_a_price_from_before_the_limit_is_not_copied(town: Town) -> None:
    planned = await town.planning.showtimes.schedule(town.plan())
    dear = replace(planned.prices[0], price=Money(2**31 - 1, "COP"))
    stored = replace(planned, prices=(dear, *planned.prices[1:]))
    town.store.all_showtimes[planned.id] = stored
    with pytest.raises(WeekNotCopied) as refused:
        await town.planning.weeks.copy(town.cinema.id, planned.business_date)
    ((problem,),) = [each.fields for each in refused.value.problems]
    assert (problem.path, problem.code) == (["prices", "0", "amountMinor"], "TOO_HIGH")


async def test_an_empty_week_copies_to_nothing(town: Town) -> None:
    assert await town.planning.weeks.copy(town.cinema.id, date(2026, 1, 1)) == []
    assert town.store.number == 0


async def test_copies_that_overlap_each_other_are_listed(town: Town) -> None:
    """The movie became longer after its showtimes; each copy lists the other original."""
    first, second, third = [
        await town.planning.showtimes.schedule(town.plan(DAY + timedelta(minutes=minutes)))
        for minutes in (0, 125, 300)
    ]
    town.clock.moment += 2 * DAY
    await town.planning.movies.update(town.movie.id, {"runtime_minutes": 110})
    before = dict(town.store.all_showtimes)
    with pytest.raises(WeekNotCopied) as refused:
        await town.planning.weeks.copy(town.cinema.id, first.business_date)
    assert [(each.showtime_id, each.conflict_ids) for each in refused.value.problems] == [
        (first.id, [second.id]),
        (second.id, [first.id]),
    ]
    assert town.store.all_showtimes == before
    await town.planning.showtimes.schedule(
        town.plan(third.starts_at + WEEK - town.clock.now() + timedelta(minutes=5))
    )
    with pytest.raises(WeekNotCopied) as refused:
        await town.planning.weeks.copy(town.cinema.id, first.business_date)
    assert len(refused.value.problems) == 3


async def test_copies_that_a_clock_change_makes_overlap_are_listed(town: Town) -> None:
    """In Santiago the hour after midnight is left out on 6 September 2026."""
    town.store.all_cinemas[town.cinema.id] = replace(town.cinema, timezone="America/Santiago")
    late, later = [
        await town.planning.showtimes.schedule(town.plan(starts_at=moment))
        for moment in (
            datetime(2026, 8, 30, 2, tzinfo=UTC),  # Saturday, 22:00
            datetime(2026, 8, 30, 5, tzinfo=UTC),  # Sunday, 01:00
        )
    ]
    assert late.business_date == later.business_date == date(2026, 8, 29)
    with pytest.raises(WeekNotCopied) as refused:
        await town.planning.weeks.copy(town.cinema.id, date(2026, 8, 24))
    assert [(each.showtime_id, each.conflict_ids) for each in refused.value.problems] == [
        (late.id, [later.id]),
        (later.id, [late.id]),
    ]


async def test_the_same_times_in_two_auditoriums_are_copied(town: Town) -> None:
    other = await town.planning.places.create_auditorium(
        town.cinema.id,
        {"name": "Sala 2", "formats": town.auditorium.formats, "rows": town.auditorium.rows},
    )
    first = await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.schedule(town.plan(auditorium_id=other.id))
    copied = await town.planning.weeks.copy(town.cinema.id, first.business_date)
    assert {each.auditorium_id for each in copied} == {town.auditorium.id, other.id}
