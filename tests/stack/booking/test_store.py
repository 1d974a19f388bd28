"""The rules of the showings' store that only the real database can show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.store import MongoHoldStore, MongoInventoryStore
from tests.stack.booking.house import House


async def test_seats_are_held_longer_and_never_shorter(house: House) -> None:
    seats, showtime = MongoInventoryStore(house.database), await house.showtime()
    hold_id = await house.hold(await house.person(), showtime, "A1")
    hold = await MongoHoldStore(house.database).get(hold_id)
    assert hold is not None
    later = hold.expires_at + timedelta(minutes=5)
    for until in (later, hold.expires_at):
        assert await seats.prolong(hold, until)
        assert (await seats.by_ids([showtime]))[showtime].seats["A1"].until == later


async def test_a_move_calls_off_and_puts_up_for_sale_once(house: House) -> None:
    seats, showtime = MongoInventoryStore(house.database), await house.showtime()
    await house.hold(await house.person(), showtime, "A1")
    before = (await seats.by_ids([showtime]))[showtime]
    told = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    free = replace(before.seats["A1"], state=SeatState.FREE, hold_id=None, account_id=None)
    moved = replace(
        before,
        as_of=told,
        starts_at=before.starts_at + timedelta(hours=1),
        seats={**before.seats, "A1": replace(free, until=None)},
    )
    await seats.replace(moved)
    assert (await seats.by_ids([showtime]))[showtime] == before, "it is for sale as it was"
    await seats.call_off(showtime, told)
    assert not (await seats.by_ids([showtime]))[showtime].scheduled
    await seats.replace(moved)
    after = (await seats.by_ids([showtime]))[showtime]
    assert (after.scheduled, after.starts_at) == (True, moved.starts_at)
    assert after.seats["A1"].state is SeatState.FREE
    assert after.version > before.version
    # The same news once more, by somebody who was stopped meanwhile.
    await house.hold(await house.person(), showtime, "A1")
    sold = (await seats.by_ids([showtime]))[showtime]
    await seats.call_off(showtime, told)
    await seats.replace(moved)
    assert (await seats.by_ids([showtime]))[showtime] == sold
