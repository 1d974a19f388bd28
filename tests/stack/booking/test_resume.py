"""`python -m subgraphs.booking resume`: bookings that were left to people continue."""

from datetime import UTC, datetime, timedelta

import pytest

from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from tests.stack.booking.testbed import BookingTestbed
from tests.waiting import until


async def _left_to_people(testbed: BookingTestbed) -> str:
    """Make a booking whose payment never arrived, and which needs attention for an hour."""
    id = await testbed.pending(await testbed.person(), await testbed.showtime())
    past = datetime.now(UTC) - timedelta(hours=1)
    state = {"status": "NEEDS_ATTENTION", "open": False, "createdAt": past, "dueAt": past}
    await testbed.database.bookings.update_one({"_id": id}, {"$set": state})
    return id


async def test_a_resumed_booking_continues_at_its_step(
    stack: Stack, testbed: BookingTestbed
) -> None:
    left, other = await _left_to_people(testbed), await _left_to_people(testbed)
    assert "AUTHORIZE" in await run_command(stack, "booking", "resume", left)

    async def settled() -> bool:
        booking = await testbed.database.bookings.find_one({"_id": left}) or {}
        return (booking["status"], booking["step"]) == ("PAYMENT_FAILED", "DONE")

    await until(settled, seconds=30)
    untouched = await testbed.database.bookings.find_one({"_id": other}) or {}
    assert untouched["status"] == "NEEDS_ATTENTION"


async def test_a_booking_that_cannot_resume_is_named_with_the_reason(
    stack: Stack, testbed: BookingTestbed
) -> None:
    alice, showtime = await testbed.person(), await testbed.showtime()
    booked = await testbed.book(alice, await testbed.hold(alice, showtime, "A1"))
    for id, reason in ((booked, "it is CONFIRMED"), ("bkg_none", "there is no such booking")):
        with pytest.raises(StackError, match=reason):
            await run_command(stack, "booking", "resume", id)
