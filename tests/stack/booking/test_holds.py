"""What a customer reads of a hold whose seats are gone."""

from datetime import UTC, datetime

import pytest

from tests.stack.booking.testbed import BookingTestbed, Person, outcome_of

STATUS = "query Hold($id: ID!) { hold(id: $id) { status expiresAt seats { seatId } } }"


@pytest.fixture
async def alice(testbed: BookingTestbed) -> Person:
    return await testbed.person()


async def _status(testbed: BookingTestbed, person: Person, hold_id: str) -> tuple[str, bool]:
    """Return the hold's status, and whether it ends in the future."""
    hold = outcome_of(await testbed.ask(STATUS, person.token, id=hold_id))
    assert [seat["seatId"] for seat in hold["seats"]] == ["A1"]
    return hold["status"], datetime.fromisoformat(hold["expiresAt"]) > datetime.now(UTC)


async def test_a_hold_is_active_then_booked_then_lost(
    testbed: BookingTestbed, alice: Person
) -> None:
    showtime = await testbed.showtime()
    hold = await testbed.hold(alice, showtime, "A1")
    assert await _status(testbed, alice, hold) == ("ACTIVE", True)
    booking = await testbed.book(alice, hold)
    assert await _status(testbed, alice, hold) == ("BOOKED", True)
    await testbed.cancel(alice, booking)
    await testbed.hold(await testbed.person(), showtime, "A1")
    assert await _status(testbed, alice, hold) == ("LOST", False)


async def test_a_hold_expires(testbed: BookingTestbed, alice: Person) -> None:
    hold = await testbed.hold(alice, await testbed.showtime(), "A1")
    await testbed.expire(hold, "A1")
    assert await _status(testbed, alice, hold) == ("EXPIRED", False)


async def test_a_hold_of_a_showtime_that_is_not_for_sale_is_lost(
    testbed: BookingTestbed, alice: Person
) -> None:
    showtime = await testbed.showtime()
    hold = await testbed.hold(alice, showtime, "A1")
    off = {"$set": {"scheduled": False}}
    await testbed.database.inventories.update_one({"_id": showtime}, off)
    assert await _status(testbed, alice, hold) == ("LOST", False)
