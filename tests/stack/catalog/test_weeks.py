"""A week copied on the real parts: all of it and told, or nothing and every reason."""

from datetime import UTC, datetime, timedelta

from dev.stack import Stack
from shared.money import Money
from subgraphs.catalog.domain import (
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
    Showtime,
    ShowtimePlan,
    TicketCategory,
    TicketPrice,
)
from tests.stack.catalog.programme import Programme, everything, told_of

COPY = """
mutation Copy($input: CopyWeekInput!) {
  copyWeek(input: $input) {
    __typename
    ... on WeekCopied { showtimes { id startsAt movie { title } } }
    ... on WeekNotCopied {
      code
      conflicts { showtime { id } fields { path code } conflictsWith { id } }
    }
  }
}
"""
WEEK = timedelta(weeks=1)


async def planned(programme: Programme) -> list[Showtime]:
    """Three showtimes of one evening, in a cinema that is new."""
    plan, memory = programme.core.planning, await everything(programme.core)
    movie = next(each for each in memory.all_movies.values() if each.title == "Moana")
    city_id = next(iter(memory.all_cities))
    cinema = await plan.places.create_cinema(
        city_id, {"name": "A week's cinema", "address": "Calle 1", "timezone": "America/Bogota"}
    )
    row = SeatRow("A", (SeatPosition(1, 1, SeatClass.STANDARD),))
    formats = frozenset({ScreenFormat.STANDARD_2D})
    auditorium = await plan.places.create_auditorium(
        cinema.id, {"name": "Auditorium", "formats": formats, "rows": (row,)}
    )
    price = TicketPrice(TicketCategory.ADULT, SeatClass.STANDARD, Money(100, "COP"))
    # Three in the afternoon in Bogota.
    first = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0)
    first += timedelta(days=70)
    return [
        await plan.showtimes.schedule(
            ShowtimePlan(
                movie.id,
                auditorium.id,
                first + timedelta(hours=hours),
                ScreenFormat.STANDARD_2D,
                "es",
                None,
                (price,),
            )
        )
        for hours in (0, 3, 6)
    ]


async def test_a_week_is_copied_and_told_and_not_copied_twice(
    programme: Programme, stack: Stack
) -> None:
    week = await planned(programme)
    input = {
        "cinemaId": week[0].cinema_id,
        "firstDay": (week[0].business_date - timedelta(days=6)).isoformat(),
    }
    copied = (await programme.ask(COPY, admin=True, input=input))["copyWeek"]
    assert copied["__typename"] == "WeekCopied"
    assert [
        (datetime.fromisoformat(each["startsAt"]), each["movie"]["title"])
        for each in copied["showtimes"]
    ] == [(each.starts_at + WEEK, "Moana") for each in week]
    copies = [each["id"] for each in copied["showtimes"]]
    found = await programme.core.store.showtimes_by_ids(copies)
    assert [found[id].starts_at for id in copies] == [each.starts_at + WEEK for each in week]
    told = await told_of(stack, copies, len(copies))
    assert {each.topic for each in told} == {"catalog.showtime.scheduled.v1"}
    assert [each.key for each in told] == copies

    # Of the three places, one is free again: nothing is written all the same.
    await programme.core.planning.showtimes.cancel(copies[1])
    before = await everything(programme.core)
    version = await programme.core.store.version()
    refused = (await programme.ask(COPY, admin=True, input=input))["copyWeek"]
    assert refused == {
        "__typename": "WeekNotCopied",
        "code": "WEEK_NOT_COPIED",
        "conflicts": [
            {"showtime": {"id": week[n].id}, "fields": [], "conflictsWith": [{"id": copies[n]}]}
            for n in (0, 2)
        ],
    }
    assert (await everything(programme.core)).all_showtimes == before.all_showtimes
    assert await programme.core.store.version() == version
