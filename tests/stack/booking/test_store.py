"""Rules of booking's stores that only the real database enforces."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import SystemClock
from shared.errors import VersionConflict
from shared.messaging.outbox import Outbox
from subgraphs.booking.adapters.store import MongoBookingStore, MongoHoldStore, MongoInventoryStore
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.seats import PricedSeat, Seat, SeatState, TicketCategory
from subgraphs.booking.errors import HoldLost, HoldTaken
from tests.stack.booking.house import PRICE, House

MANY = 9


def _now() -> datetime:
    """Return the time as the database stores it: to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _hold(house: House, showtime_id: str, *seat_ids: str, lasts: timedelta) -> Hold:
    return Hold(
        id=house.ids.new("hld"),
        account_id=house.ids.new("acc"),
        showtime_id=showtime_id,
        seats=[PricedSeat(id, TicketCategory.ADULT, PRICE) for id in seat_ids],
        expires_at=_now() + lasts,
        extended=False,
        booking_id=None,
    )


async def _held(house: House, *seat_ids: str, lasts: timedelta = timedelta(minutes=5)) -> Hold:
    """Claim and store a hold of a new showtime."""
    hold = _hold(house, await house.showtime(), *seat_ids, lasts=lasts)
    assert await _inventories(house).claim(hold, _now(), holds=MANY)
    await _holds(house).add(hold)
    return hold


def _inventories(house: House) -> MongoInventoryStore:
    return MongoInventoryStore(house.database)


def _holds(house: House) -> MongoHoldStore:
    return MongoHoldStore(house.database)


def _bookings(house: House) -> MongoBookingStore:
    return MongoBookingStore(house.database, Outbox(house.database, SystemClock(), house.ids))


async def _seat(house: House, showtime_id: str, seat_id: str) -> Seat:
    return (await _inventories(house).by_ids([showtime_id]))[showtime_id].seats[seat_id]


async def _hold_of(house: House, id: str) -> Hold:
    hold = await _holds(house).get(id)
    assert hold is not None
    return hold


async def _begun(house: House, hold: Hold, until: datetime) -> Booking:
    booking = house.booking_from(hold)
    await _bookings(house).begin(booking, until=until)
    return booking


async def test_a_lapsed_hold_loses_its_seats_and_a_live_one_does_not(house: House) -> None:
    seats, first = _inventories(house), await _held(house, "A1", lasts=timedelta(minutes=1))
    second = _hold(house, first.showtime_id, "A1", "A2", lasts=timedelta(minutes=9))
    before = first.expires_at - timedelta(milliseconds=1)
    assert not await seats.claim(second, before, holds=MANY)
    assert (await _seat(house, first.showtime_id, "A2")).state is SeatState.FREE
    assert await seats.claim(second, first.expires_at, holds=MANY)
    for seat_id in ("A1", "A2"):
        seat = await _seat(house, first.showtime_id, seat_id)
        assert (seat.hold_id, seat.until) == (second.id, second.expires_at)


async def test_a_hold_never_gets_other_seats_than_its_first_ones(house: House) -> None:
    seats, hold = _inventories(house), await _held(house, "A1", "A2")
    assert await seats.claim(hold, _now(), holds=MANY), "the same claim once more"
    others = replace(
        hold, seats=[replace(seat, seat_id=f"B{n}") for n, seat in enumerate(hold.seats, 1)]
    )
    assert not await seats.claim(others, _now(), holds=MANY)
    assert (await _seat(house, hold.showtime_id, "B1")).state is SeatState.FREE
    # A lapsed hold has no seats.
    assert await seats.claim(others, hold.expires_at, holds=MANY)


async def test_holding_seats_again_never_shortens_their_hold(house: House) -> None:
    hold = await _held(house, "A1")
    later = hold.expires_at + timedelta(minutes=5)
    await _holds(house).extend(hold, later)
    assert (await _hold_of(house, hold.id)).expires_at == later
    assert (await _seat(house, hold.showtime_id, "A1")).until == later
    # This caller read the hold before it was extended.
    await _begun(house, hold, hold.expires_at)
    assert (await _seat(house, hold.showtime_id, "A1")).until == later
    with pytest.raises(HoldTaken):
        await _holds(house).extend(hold, later + timedelta(minutes=5))


@pytest.mark.parametrize("lost", ["a seat", "sales stopped"])
async def test_a_hold_is_extended_with_its_seats_or_not_at_all(house: House, lost: str) -> None:
    hold = await _held(house, "A1")
    if lost == "a seat":
        await _inventories(house).release(hold)
    else:
        await _inventories(house).stop_sales(hold.showtime_id, _now() + timedelta(seconds=1))
    with pytest.raises(HoldLost):
        await _holds(house).extend(hold, hold.expires_at + timedelta(minutes=5))
    assert await _hold_of(house, hold.id) == hold


async def test_a_booking_is_begun_with_its_hold_and_seats_or_not_at_all(house: House) -> None:
    hold = await _held(house, "A1")
    until = hold.expires_at + timedelta(minutes=1)
    first, second = house.booking_from(hold), house.booking_from(hold)
    await _bookings(house).begin(first, until=until)
    assert (await _hold_of(house, hold.id)).booking_id == first.id
    assert (await _seat(house, hold.showtime_id, "A1")).until == until
    for again in (first, second):
        with pytest.raises(HoldTaken):
            await _bookings(house).begin(again, until=until)
    assert await _bookings(house).get(second.id) is None


@pytest.mark.parametrize("lost", ["a seat", "sales stopped", "begun"])
async def test_seats_that_cannot_be_sold_are_not_paid_for(house: House, lost: str) -> None:
    hold = await _held(house, "A1")
    booking = house.booking_from(hold)
    if lost == "a seat":
        await _inventories(house).release(hold)
    elif lost == "sales stopped":
        await _inventories(house).stop_sales(hold.showtime_id, _now() + timedelta(seconds=1))
    else:
        booking = replace(booking, created_at=_now() + timedelta(days=2, seconds=1))
    with pytest.raises(HoldLost):
        await _bookings(house).begin(booking, until=hold.expires_at)
    assert await _hold_of(house, hold.id) == hold
    assert await _bookings(house).get(booking.id) is None


async def test_a_booking_that_fails_leaves_its_hold_as_it_was_before_it(house: House) -> None:
    hold = await _held(house, "A1")
    first = await _begun(house, hold, hold.expires_at + timedelta(minutes=2))
    await _bookings(house).fail(first.after(Cause.DECLINED, decline_code="card_declined"))
    assert await _hold_of(house, hold.id) == hold
    assert (await _seat(house, hold.showtime_id, "A1")).until == hold.expires_at
    failed = await _bookings(house).get(first.id)
    assert failed is not None
    assert (failed.state, failed.decline_code) == (
        (BookingStatus.PAYMENT_FAILED, Step.DONE),
        "card_declined",
    )
    with pytest.raises(HoldTaken):
        await _bookings(house).begin(first, until=hold.expires_at)
    # A worker that stood still takes nothing from the account that pays now.
    until = hold.expires_at + timedelta(minutes=2)
    second = await _begun(house, hold, until)
    with pytest.raises(VersionConflict):
        await _bookings(house).fail(first.after(Cause.DECLINED))
    assert (await _hold_of(house, hold.id)).booking_id == second.id
    assert (await _seat(house, hold.showtime_id, "A1")).until == until


async def test_a_writer_that_read_an_older_version_changes_nothing(house: House) -> None:
    bookings, hold = _bookings(house), await _held(house, "A1")
    read = await _begun(house, hold, hold.expires_at)
    overdue_at = read.due_at + timedelta(seconds=1)
    mine = await bookings.lease(read, overdue_at + timedelta(seconds=15))
    assert (mine.attempts, mine.version) == (read.attempts + 1, read.version + 1)
    assert read.id not in {each.id for each in await bookings.overdue(overdue_at, 1_000)}
    for change in (
        bookings.lease(read, overdue_at),
        bookings.postpone(read, overdue_at, failures=1),
        bookings.save(read.after(Cause.NEVER_ARRIVED)),
        bookings.confirm(read.after(Cause.AUTHORIZED), [], events=[]),
        bookings.fail(read.after(Cause.DECLINED)),
    ):
        with pytest.raises(VersionConflict):
            await change
    assert await bookings.get(read.id) == mine
    assert (await _seat(house, hold.showtime_id, "A1")).state is SeatState.HELD


async def test_a_booking_that_is_left_to_people_is_not_overdue_until_it_resumes(
    house: House,
) -> None:
    bookings, hold = _bookings(house), await _held(house, "A1")
    begun = await _begun(house, hold, hold.expires_at)
    later = begun.due_at + timedelta(seconds=1)

    async def is_overdue() -> bool:
        return begun.id in {each.id for each in await bookings.overdue(later, 1_000)}

    assert await is_overdue()
    left = begun.after(Cause.LEFT_TO_PEOPLE)
    await bookings.save(left)
    assert not await is_overdue()
    await bookings.save(left.after(Cause.RESUMED))
    assert await is_overdue()


async def test_a_move_stops_sales_and_puts_up_for_sale_once(house: House) -> None:
    seats, showtime = _inventories(house), await house.showtime()
    await house.hold(await house.person(), showtime, "A1")
    before = (await seats.by_ids([showtime]))[showtime]
    moved_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    free = replace(before.seats["A1"], state=SeatState.FREE, hold_id=None, account_id=None)
    moved = replace(
        before,
        as_of=moved_at,
        starts_at=before.starts_at + timedelta(hours=1),
        seats={**before.seats, "A1": replace(free, until=None)},
    )
    await seats.replace(moved)
    assert (await seats.by_ids([showtime]))[showtime] == before, "it is for sale as it was"
    await seats.stop_sales(showtime, moved_at)
    assert not (await seats.by_ids([showtime]))[showtime].scheduled
    await seats.replace(moved)
    after = (await seats.by_ids([showtime]))[showtime]
    assert (after.scheduled, after.starts_at) == (True, moved.starts_at)
    assert after.seats["A1"].state is SeatState.FREE
    assert after.version > before.version
    # A process that stood still handles the same event again.
    await house.hold(await house.person(), showtime, "A1")
    sold = (await seats.by_ids([showtime]))[showtime]
    await seats.stop_sales(showtime, moved_at)
    await seats.replace(moved)
    assert (await seats.by_ids([showtime]))[showtime] == sold


async def test_no_seat_names_a_forgotten_account(house: House) -> None:
    hold, other = await _held(house, "A1", "A2"), await _held(house, "B1")
    await _holds(house).forget(hold.id)
    await _inventories(house).forget(hold.account_id)
    for id in ("A1", "A2"):
        seat = await _seat(house, hold.showtime_id, id)
        assert (seat.state, seat.account_id, seat.hold_id) == (SeatState.FREE, None, None)
    kept = await _seat(house, other.showtime_id, "B1")
    assert (kept.state, kept.hold_id) == (SeatState.HELD, other.id)
