"""A week copied on the real parts: all of it with its events, or nothing and every reason."""

from datetime import UTC, datetime, timedelta

from dev.stack import Stack
from shared.money import Money
from subgraphs.catalog.domain.places import ScreenFormat, SeatClass, SeatPosition, SeatRow
from subgraphs.catalog.domain.rules import ShowtimePlan
from subgraphs.catalog.domain.showtimes import Showtime, TicketCategory, TicketPrice
from tests.stack.catalog.programme import Programme, everything, published_events

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
    """Schedule three showtimes of one evening in a new cinema, and return them."""
    plan, memory = programme.catalog.planning, await everything(programme.catalog)
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


async def test_a_week_is_copied_with_its_events_and_not_twice(
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
    found = await programme.catalog.store.showtimes_by_ids(copies)
    assert [found[id].starts_at for id in copies] == [each.starts_at + WEEK for each in week]
    events = await published_events(stack, copies, len(copies))
    assert {each.topic for each in events} == {"catalog.showtime.scheduled.v1"}
    assert [each.key for each in events] == copies

    # One of the three times is free again, but nothing is written.
    await programme.catalog.planning.showtimes.cancel(copies[1])
    before = await everything(programme.catalog)
    version = await programme.catalog.store.version()
    refused = (await programme.ask(COPY, admin=True, input=input))["copyWeek"]
    assert refused == {
        "__typename": "WeekNotCopied",
        "code": "WEEK_NOT_COPIED",
        "conflicts": [
            {"showtime": {"id": week[n].id}, "fields": [], "conflictsWith": [{"id": copies[n]}]}
            for n in (0, 2)
        ],
    }
    assert (await everything(programme.catalog)).all_showtimes == before.all_showtimes
    assert await programme.catalog.store.version() == version
