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
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import PricedSeat, Seat, SeatState, TicketCategory
from subgraphs.booking.errors import HoldLost, HoldTaken
from tests.stack.booking.testbed import PRICE, BookingTestbed

MANY = 9


def _now() -> datetime:
    """Return the time as the database stores it: to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _hold(testbed: BookingTestbed, showtime_id: str, *seat_ids: str, lasts: timedelta) -> Hold:
    return Hold(
        id=testbed.ids.new("hld"),
        account_id=testbed.ids.new("acc"),
        showtime_id=showtime_id,
        seats=[PricedSeat(id, TicketCategory.ADULT, PRICE) for id in seat_ids],
        expires_at=_now() + lasts,
        extended=False,
        booking_id=None,
    )


async def _held(
    testbed: BookingTestbed, *seat_ids: str, lasts: timedelta = timedelta(minutes=5)
) -> Hold:
    """Claim and store a hold of a new showtime."""
    hold = _hold(testbed, await testbed.showtime(), *seat_ids, lasts=lasts)
    assert await _inventories(testbed).claim(hold, _now(), holds=MANY)
    await _holds(testbed).add(hold)
    return hold


def _inventories(testbed: BookingTestbed) -> MongoInventoryStore:
    return MongoInventoryStore(testbed.database)


def _holds(testbed: BookingTestbed) -> MongoHoldStore:
    return MongoHoldStore(testbed.database)


def _bookings(testbed: BookingTestbed) -> MongoBookingStore:
    return MongoBookingStore(testbed.database, Outbox(testbed.database, SystemClock(), testbed.ids))


async def _seat(testbed: BookingTestbed, showtime_id: str, seat_id: str) -> Seat:
    return (await _inventories(testbed).by_ids([showtime_id]))[showtime_id].seats[seat_id]


async def _hold_of(testbed: BookingTestbed, id: str) -> Hold:
    hold = await _holds(testbed).get(id)
    assert hold is not None
    return hold


async def _begun(testbed: BookingTestbed, hold: Hold, until: datetime) -> Booking:
    booking = testbed.booking_from(hold)
    await _bookings(testbed).begin(booking, until=until)
    return booking


async def test_a_lapsed_hold_loses_its_seats_and_a_live_one_does_not(
    testbed: BookingTestbed,
) -> None:
    seats, first = _inventories(testbed), await _held(testbed, "A1", lasts=timedelta(minutes=1))
    second = _hold(testbed, first.showtime_id, "A1", "A2", lasts=timedelta(minutes=9))
    before = first.expires_at - timedelta(milliseconds=1)
    assert not await seats.claim(second, before, holds=MANY)
    assert (await _seat(testbed, first.showtime_id, "A2")).state is SeatState.FREE
    assert await seats.claim(second, first.expires_at, holds=MANY)
    for seat_id in ("A1", "A2"):
        seat = await _seat(testbed, first.showtime_id, seat_id)
        assert (seat.hold_id, seat.until) == (second.id, second.expires_at)


async def test_a_hold_never_gets_other_seats_than_its_first_ones(testbed: BookingTestbed) -> None:
    seats, hold = _inventories(testbed), await _held(testbed, "A1", "A2")
    assert await seats.claim(hold, _now(), holds=MANY), "the same claim once more"
    others = replace(
        hold, seats=[replace(seat, seat_id=f"B{n}") for n, seat in enumerate(hold.seats, 1)]
    )
    assert not await seats.claim(others, _now(), holds=MANY)
    assert (await _seat(testbed, hold.showtime_id, "B1")).state is SeatState.FREE
    # A lapsed hold has no seats.
    assert await seats.claim(others, hold.expires_at, holds=MANY)


async def test_holding_seats_again_never_shortens_their_hold(testbed: BookingTestbed) -> None:
    hold = await _held(testbed, "A1")
    later = hold.expires_at + timedelta(minutes=5)
    await _holds(testbed).extend(hold, later)
    assert (await _hold_of(testbed, hold.id)).expires_at == later
    assert (await _seat(testbed, hold.showtime_id, "A1")).until == later
    # This caller read the hold before it was extended.
    await _begun(testbed, hold, hold.expires_at)
    assert (await _seat(testbed, hold.showtime_id, "A1")).until == later
    with pytest.raises(HoldTaken):
        await _holds(testbed).extend(hold, later + timedelta(minutes=5))


@pytest.mark.parametrize("lost", ["a seat", "sales stopped"])
async def test_a_hold_is_extended_with_its_seats_or_not_at_all(
    testbed: BookingTestbed, lost: str
) -> None:
    hold = await _held(testbed, "A1")
    if lost == "a seat":
        await _inventories(testbed).release(hold)
    else:
        await _inventories(testbed).stop_sales(hold.showtime_id, _now() + timedelta(seconds=1))
    with pytest.raises(HoldLost):
        await _holds(testbed).extend(hold, hold.expires_at + timedelta(minutes=5))
    assert await _hold_of(testbed, hold.id) == hold


async def test_a_booking_is_begun_with_its_hold_and_seats_or_not_at_all(
    testbed: BookingTestbed,
) -> None:
    hold = await _held(testbed, "A1")
    until = hold.expires_at + timedelta(minutes=1)
    first, second = testbed.booking_from(hold), testbed.booking_from(hold)
    await _bookings(testbed).begin(first, until=until)
    assert (await _hold_of(testbed, hold.id)).booking_id == first.id
    assert (await _seat(testbed, hold.showtime_id, "A1")).until == until
    for again in (first, second):
        with pytest.raises(HoldTaken):
            await _bookings(testbed).begin(again, until=until)
    assert await _bookings(testbed).get(second.id) is None


@pytest.mark.parametrize("lost", ["a seat", "sales stopped", "begun"])
async def test_seats_that_cannot_be_sold_are_not_paid_for(
    testbed: BookingTestbed, lost: str
) -> None:
    hold = await _held(testbed, "A1")
    booking = testbed.booking_from(hold)
    if lost == "a seat":
        await _inventories(testbed).release(hold)
    elif lost == "sales stopped":
        await _inventories(testbed).stop_sales(hold.showtime_id, _now() + timedelta(seconds=1))
    else:
        booking = replace(booking, created_at=_now() + timedelta(days=2, seconds=1))
    with pytest.raises(HoldLost):
        await _bookings(testbed).begin(booking, until=hold.expires_at)
    assert await _hold_of(testbed, hold.id) == hold
    assert await _bookings(testbed).get(booking.id) is None


@pytest.mark.parametrize(
    ("by", "auditorium_id", "stored", "begins"),
    [
        (timedelta(0), "aud_1", "aud_1", True),
        (timedelta(0), "aud_1", None, True),
        (timedelta(minutes=5), "aud_1", "aud_1", False),
        (timedelta(0), "aud_2", "aud_1", False),
    ],
)
async def test_a_booking_begins_with_seats_of_what_is_planned(
    testbed: BookingTestbed, by: timedelta, auditorium_id: str, stored: str | None, begins: bool
) -> None:
    hold = await _held(testbed, "A1")
    seats = await _inventories(testbed).by_ids([hold.showtime_id])
    starts_at = seats[hold.showtime_id].starts_at
    field = {"auditoriumId": stored}
    change = {"$set": field} if stored else {"$unset": {"auditoriumId": ""}}
    await testbed.database.inventories.update_one({"_id": hold.showtime_id}, change)
    booking = testbed.booking_from(hold)
    planned = Schedule(starts_at + by, auditorium_id, cancelled=False)
    begun = _bookings(testbed).begin(booking, until=hold.expires_at, planned=planned)
    if begins:
        await begun
    else:
        with pytest.raises(HoldLost):
            await begun
    assert (await _bookings(testbed).get(booking.id) is not None) == begins


async def test_a_booking_that_fails_leaves_its_hold_as_it_was_before_it(
    testbed: BookingTestbed,
) -> None:
    hold = await _held(testbed, "A1")
    first = await _begun(testbed, hold, hold.expires_at + timedelta(minutes=2))
    await _bookings(testbed).fail(first.after(Cause.DECLINED, decline_code="card_declined"))
    assert await _hold_of(testbed, hold.id) == hold
    assert (await _seat(testbed, hold.showtime_id, "A1")).until == hold.expires_at
    failed = await _bookings(testbed).get(first.id)
    assert failed is not None
    assert (failed.state, failed.decline_code) == (
        (BookingStatus.PAYMENT_FAILED, Step.DONE),
        "card_declined",
    )
    with pytest.raises(HoldTaken):
        await _bookings(testbed).begin(first, until=hold.expires_at)
    # A worker that was paused takes nothing from the account that pays now.
    until = hold.expires_at + timedelta(minutes=2)
    second = await _begun(testbed, hold, until)
    with pytest.raises(VersionConflict):
        await _bookings(testbed).fail(first.after(Cause.DECLINED))
    assert (await _hold_of(testbed, hold.id)).booking_id == second.id
    assert (await _seat(testbed, hold.showtime_id, "A1")).until == until


async def test_a_writer_that_read_an_older_version_changes_nothing(testbed: BookingTestbed) -> None:
    bookings, hold = _bookings(testbed), await _held(testbed, "A1")
    read = await _begun(testbed, hold, hold.expires_at)
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
    assert (await _seat(testbed, hold.showtime_id, "A1")).state is SeatState.HELD


async def test_a_booking_that_is_left_to_people_is_not_overdue_until_it_resumes(
    testbed: BookingTestbed,
) -> None:
    bookings, hold = _bookings(testbed), await _held(testbed, "A1")
    begun = await _begun(testbed, hold, hold.expires_at)
    later = begun.due_at + timedelta(seconds=1)

    async def is_overdue() -> bool:
        return begun.id in {each.id for each in await bookings.overdue(later, 1_000)}

    assert await is_overdue()
    left = begun.after(Cause.LEFT_TO_PEOPLE)
    await bookings.save(left)
    assert not await is_overdue()
    await bookings.save(left.after(Cause.RESUMED))
    assert await is_overdue()


async def test_a_move_stops_sales_and_puts_up_for_sale_once(testbed: BookingTestbed) -> None:
    seats, showtime = _inventories(testbed), await testbed.showtime()
    await testbed.hold(await testbed.person(), showtime, "A1")
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
    # A process that was paused handles the same event again.
    await testbed.hold(await testbed.person(), showtime, "A1")
    sold = (await seats.by_ids([showtime]))[showtime]
    await seats.stop_sales(showtime, moved_at)
    await seats.replace(moved)
    assert (await seats.by_ids([showtime]))[showtime] == sold


async def test_no_seat_names_a_forgotten_account(testbed: BookingTestbed) -> None:
    hold, other = await _held(testbed, "A1", "A2"), await _held(testbed, "B1")
    await _holds(testbed).forget(hold.id)
    await _inventories(testbed).forget(hold.account_id)
    for id in ("A1", "A2"):
        seat = await _seat(testbed, hold.showtime_id, id)
        assert (seat.state, seat.account_id, seat.hold_id) == (SeatState.FREE, None, None)
    kept = await _seat(testbed, other.showtime_id, "B1")
    assert (kept.state, kept.hold_id) == (SeatState.HELD, other.id)
