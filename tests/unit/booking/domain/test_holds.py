"""A hold says what has become of it, whichever way its seats went."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.domain.holds import Hold, HoldStatus
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME, free_seat, inventory

OWNER = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))


async def _status(bench: Workbench, hold: Hold) -> HoldStatus:
    """Return the hold's status; a hold that is over never ends in the future."""
    stored = await bench.holding.get(ALICE, hold.id)
    showtime, now = bench.seats.all[SHOWTIME], bench.clock.now()
    status, ends_at = stored.status_in(showtime, now), stored.ends_at_in(showtime, now)
    if status in (HoldStatus.EXPIRED, HoldStatus.LOST):
        assert ends_at <= now
    else:
        assert ends_at == stored.expires_at
    return status


async def test_a_hold_is_active_until_its_end(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    bench.clock.move(minutes=9)
    assert await _status(bench, hold) is HoldStatus.ACTIVE
    bench.clock.move(minutes=1)
    assert await _status(bench, hold) is HoldStatus.EXPIRED
    await bench.hold("A2", account=BOB, key="bob")
    assert await _status(bench, hold) is HoldStatus.EXPIRED


async def test_a_declined_payment_leaves_the_hold_active(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await _status(bench, hold) is HoldStatus.BOOKED
    bench.payments.found = None
    bench.clock.move(seconds=61)
    await bench.recover()
    assert await _status(bench, hold) is HoldStatus.ACTIVE


async def test_a_booked_hold_has_lost_its_seats_once_the_booking_is_cancelled(
    bench: Workbench,
) -> None:
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await _status(bench, hold) is HoldStatus.BOOKED
    await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert await _status(bench, hold) is HoldStatus.LOST
    await bench.hold("A1", account=BOB, key="bob")
    assert await _status(bench, hold) is HoldStatus.LOST


def _later(before: Inventory) -> Inventory:
    return replace(inventory(starts_at=before.starts_at + timedelta(hours=1)), version=9)


def _elsewhere(_: Inventory) -> Inventory:
    return replace(inventory(free_seat("Q", 1)), auditorium_id="aud_2")


@pytest.mark.parametrize("booked", [False, True])
@pytest.mark.parametrize("move", [_later, _elsewhere])
async def test_a_hold_of_a_moved_showtime_has_lost_its_seats(
    bench: Workbench, move: Callable[[Inventory], Inventory], booked: bool
) -> None:
    hold = await bench.hold("A1")
    if booked:
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.clock.move(seconds=1)
    moved = replace(move(bench.seats.all[SHOWTIME]), as_of=bench.clock.now())
    await bench.changes.move(moved)
    assert await _status(bench, hold) is HoldStatus.LOST


async def test_one_seat_that_another_hold_has_is_enough(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    bench.clock.move(seconds=1)
    moved = replace(_later(bench.seats.all[SHOWTIME]), as_of=bench.clock.now())
    await bench.changes.move(moved)
    await bench.hold("A2", account=BOB, key="bob")
    assert await _status(bench, hold) is HoldStatus.LOST


@pytest.mark.parametrize("booked", [False, True])
async def test_a_hold_of_a_cancelled_showtime_has_lost_its_seats(
    bench: Workbench, booked: bool
) -> None:
    hold = await bench.hold("A1")
    if booked:
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.clock.move(seconds=1)
    await bench.changes.cancel(SHOWTIME, bench.clock.now())
    assert await _status(bench, hold) is HoldStatus.LOST


async def test_seats_that_are_forgotten_with_an_account_are_lost(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    await bench.seats.forget(ALICE)
    assert await _status(bench, hold) is HoldStatus.LOST
