"""Planning on the real parts: no overlap by any writer, and every change published."""

import asyncio
import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError, PyMongoError

from dev.stack import Stack
from shared.ids import UlidSource
from subgraphs.catalog.adapters.store import writing
from subgraphs.catalog.adapters.store.documents import showtime_document, to_showtime
from subgraphs.catalog.ports import CatalogChange
from tests.stack.catalog.programme import TOPICS, Programme, everything, published_events

SCHEDULE = """
mutation Schedule($input: ScheduleShowtimeInput!) {
  scheduleShowtime(input: $input) {
    __typename
    ... on Showtime { id }
    ... on ScheduleConflict { conflictsWith { id } }
    ... on UserError { message }
  }
}
"""
CREATE_AUDITORIUM = """
mutation Auditorium($input: CreateAuditoriumInput!) {
  createAuditorium(input: $input) { ... on Auditorium { id } ... on UserError { message } }
}
"""
MOVE = """
mutation Move($input: MoveShowtimeInput!) {
  moveShowtime(input: $input) { __typename ... on UserError { message } }
}
"""
CANCEL = "mutation Cancel($id: ID!) { cancelShowtime(id: $id) { __typename } }"

_names = itertools.count(1)


async def new_auditorium(programme: Programme) -> dict[str, Any]:
    """Create an auditorium; return the input of a showtime in it, without the start."""
    memory = await everything(programme.catalog)
    cinema = next(iter(memory.all_cinemas.values()))
    movie = next(each for each in memory.all_movies.values() if each.title == "Moana")
    seats = [{"number": 1, "column": 1}]
    made = await programme.ask(
        CREATE_AUDITORIUM,
        admin=True,
        input={
            "cinemaId": cinema.id,
            "name": f"New auditorium {next(_names)}",
            "formats": ["STANDARD_2D"],
            "rows": [{"label": "A", "seats": seats}],
        },
    )
    price = {"category": "ADULT", "seatClass": "STANDARD", "amountMinor": 100, "currency": "CLP"}
    return {
        "movieId": movie.id,
        "auditoriumId": made["createAuditorium"]["id"],
        "format": "STANDARD_2D",
        "audioLanguage": "es",
        "prices": [price],
    }


@pytest.mark.parametrize("round", range(3))
async def test_fifty_planners_of_one_auditorium_leave_no_overlap(
    programme: Programme, round: int
) -> None:
    """They write through two processes; each loser learns which showtimes take the auditorium."""
    input = await new_auditorium(programme)
    chance = random.Random(round)
    base = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=30)
    starts = [base + timedelta(minutes=chance.randrange(300)) for _ in range(50)]
    answers = await asyncio.gather(
        *(
            programme.ask(
                SCHEDULE,
                admin=True,
                replica=bool(number % 2),
                input=input | {"startsAt": start.isoformat()},
            )
            for number, start in enumerate(starts)
        )
    )
    results = [answer["scheduleShowtime"] for answer in answers]
    found = programme.catalog.connections.database["showtimes"].find(
        {"auditoriumId": input["auditoriumId"]}
    )
    left = {document["_id"]: to_showtime(document) async for document in found}
    assert left
    assert {each["id"] for each in results if each["__typename"] == "Showtime"} == left.keys()
    assert not any(one.overlaps(other) for one, other in itertools.combinations(left.values(), 2))
    losers = [
        (start, [other["id"] for other in each["conflictsWith"]])
        for start, each in zip(starts, results, strict=True)
        if each["__typename"] == "ScheduleConflict"
    ]
    assert len(left) + len(losers) == 50
    winner = next(iter(left.values()))
    lasts = winner.ends_at - winner.starts_at
    for start, named in losers:
        refused = replace(winner, starts_at=start, ends_at=start + lasts)
        # No planner was refused whose time is free at the end.
        assert named
        assert all(left[id].overlaps(refused) for id in named)


@pytest.mark.parametrize("seed", range(20))
async def test_the_store_finds_what_plain_loops_find(programme: Programme, seed: int) -> None:
    """The queries of the schedule on which decisions depend."""
    memory, chance = await everything(programme.catalog), random.Random(seed)
    store, showtimes = programme.catalog.store, list(memory.all_showtimes.values())
    some = chance.choice(showtimes)
    since = min(some.slots.start, chance.choice(showtimes).slots.start)
    slots = range(since, some.slots.stop)
    near = range(some.slots.stop, some.slots.stop + chance.randrange(1, 60))
    auditoriums = chance.sample(sorted(memory.all_auditoriums), k=chance.randrange(1, 5))
    for ids, asked in (
        (auditoriums, slots),
        ([some.auditorium_id], near),
        (auditoriums, some.slots),
    ):
        assert await store.overlapping(ids, asked) == await memory.overlapping(ids, asked)
    first, days = some.business_date, timedelta(days=chance.randrange(8))
    assert await store.showtimes_between(some.cinema_id, first, first + days) == (
        await memory.showtimes_between(some.cinema_id, first, first + days)
    )
    of_movie = [each for each in showtimes if each.movie_id == some.movie_id]
    for without in (some.id, max(of_movie, key=lambda each: each.starts_at).id):
        assert await store.last_start(some.movie_id, without=without) == (
            await memory.last_start(some.movie_id, without=without)
        )


async def test_a_planner_has_less_time_than_an_import(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written after the caller learned that the write failed."""
    memory, store = await everything(programme.catalog), programme.catalog.store
    monkeypatch.setattr(writing, "PATIENCE", timedelta(microseconds=1))
    few = list(memory.all_cities.values())[:1]
    version = await store.version()
    with pytest.raises(PyMongoError) as failed:
        await store.commit(CatalogChange(cities=few), version)
    assert failed.value.timeout
    assert await store.version() == version
    many = [each for each in memory.all_showtimes.values() for _ in range(2)]
    await store.commit(CatalogChange(showtimes=many), version)
    assert await store.version() == version + 1


async def test_an_auditorium_keeps_the_positions_of_its_seats(programme: Programme) -> None:
    """Rows of different lengths, a gap, numbers from the right, and seats of every class."""
    memory = await everything(programme.catalog)
    cinema_id = next(iter(memory.all_cinemas))
    classes = ["ACCESSIBLE", "COMPANION", "STANDARD", "PREMIUM"]
    rows: list[dict[str, Any]] = [
        {"label": "A", "seats": _seats([(4, 1), (3, 2), (2, 5), (1, 6)], classes)},
        {"label": "BB", "seats": _seats([(1, 3)], ["STANDARD"])},
    ]
    auditorium = {
        "cinemaId": cinema_id,
        "name": f"New auditorium {next(_names)}",
        "formats": ["IMAX"],
    }
    backwards = [row | {"seats": row["seats"][::-1]} for row in rows]
    made = await programme.ask(
        CREATE_AUDITORIUM, admin=True, input=auditorium | {"rows": backwards}
    )
    query = (
        "query($id: ID!) { cinema(id: $id) { auditoriums { id capacity"
        " rows { label seats { number column seatClass } } } } }"
    )
    auditoriums = (await programme.ask(query, id=cinema_id))["cinema"]["auditoriums"]
    id = made["createAuditorium"]["id"]
    assert [each for each in auditoriums if each["id"] == id] == [
        {"id": id, "capacity": 5, "rows": rows}
    ]


def _seats(places: list[tuple[int, int]], classes: list[str]) -> list[dict[str, Any]]:
    return [
        {"number": number, "column": column, "seatClass": seat_class}
        for (number, column), seat_class in zip(places, classes, strict=True)
    ]


async def test_the_index_refuses_an_overlap_that_no_rule_checked(programme: Programme) -> None:
    memory = await everything(programme.catalog)
    taken = next(iter(memory.all_showtimes.values()))
    copy = showtime_document(taken) | {"_id": UlidSource().new("sho")}
    with pytest.raises(DuplicateKeyError):
        await programme.catalog.connections.database["showtimes"].insert_one(copy)


async def test_each_change_is_published_in_order(programme: Programme, stack: Stack) -> None:
    input = await new_auditorium(programme)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    planned = await programme.ask(
        SCHEDULE, admin=True, input=input | {"startsAt": start.isoformat()}
    )
    id = planned["scheduleShowtime"]["id"]
    moved = start + timedelta(hours=3)
    await programme.ask(MOVE, admin=True, input={"id": id, "startsAt": moved.isoformat()})
    await programme.ask(CANCEL, admin=True, id=id)
    received = await published_events(stack, [id], len(TOPICS))
    assert [each.topic for each in received] == TOPICS
    assert datetime.fromisoformat(received[0].data["startsAt"]) == start
    assert datetime.fromisoformat(received[1].data["startsAt"]) == moved
    assert datetime.fromisoformat(received[1].data["movedFrom"]) == start
    assert [seat["id"] for seat in received[0].data["seats"]] == ["A1"]


async def test_a_showtime_that_is_booked_does_not_move(programme: Programme) -> None:
    input = await new_auditorium(programme)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=50)
    planned = await programme.ask(
        SCHEDULE, admin=True, input=input | {"startsAt": start.isoformat()}
    )
    id = planned["scheduleShowtime"]["id"]
    booking_id = UlidSource().new("bkg")
    store = programme.catalog.store
    move = {"id": id, "startsAt": (start + timedelta(days=1)).isoformat()}
    await store.note_booking(booking_id, id, stands=True)
    refused = await programme.ask(MOVE, admin=True, input=move)
    assert refused["moveShowtime"]["__typename"] == "ShowtimeHasBookings"
    await store.note_booking(booking_id, id, stands=False)
    # A repeated or late delivery does not restore a cancelled booking.
    await store.note_booking(booking_id, id, stands=True)
    done = await programme.ask(MOVE, admin=True, input=move)
    assert done["moveShowtime"]["__typename"] == "Showtime"
