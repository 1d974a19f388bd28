"""A hold says what has become of it, whichever way its seats went."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.domain.holds import Hold, HoldStatus
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME, free_seat, inventory

OWNER = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))


async def _status(house: House, hold: Hold) -> HoldStatus:
    """Return the hold's status; a hold that is over never ends in the future."""
    stored = await house.holding.get(ALICE, hold.id)
    showtime, now = house.seats.all[SHOWTIME], house.clock.now()
    status, ends_at = stored.status_in(showtime, now), stored.ends_at_in(showtime, now)
    if status in (HoldStatus.EXPIRED, HoldStatus.LOST):
        assert ends_at <= now
    else:
        assert ends_at == stored.expires_at
    return status


async def test_a_hold_is_active_until_its_end(house: House) -> None:
    hold = await house.hold("A1", "A2")
    house.clock.move(minutes=9)
    assert await _status(house, hold) is HoldStatus.ACTIVE
    house.clock.move(minutes=1)
    assert await _status(house, hold) is HoldStatus.EXPIRED
    await house.hold("A2", account=BOB, key="bob")
    assert await _status(house, hold) is HoldStatus.EXPIRED


async def test_a_declined_payment_leaves_the_hold_active(house: House) -> None:
    hold = await house.hold("A1")
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await _status(house, hold) is HoldStatus.BOOKED
    house.payments.found = None
    house.clock.move(seconds=61)
    await house.recover()
    assert await _status(house, hold) is HoldStatus.ACTIVE


async def test_a_booked_hold_has_lost_its_seats_once_the_booking_is_cancelled(
    house: House,
) -> None:
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await _status(house, hold) is HoldStatus.BOOKED
    await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert await _status(house, hold) is HoldStatus.LOST
    await house.hold("A1", account=BOB, key="bob")
    assert await _status(house, hold) is HoldStatus.LOST


def _later(before: Inventory) -> Inventory:
    return replace(inventory(starts_at=before.starts_at + timedelta(hours=1)), version=9)


def _elsewhere(_: Inventory) -> Inventory:
    return replace(inventory(free_seat("Q", 1)), auditorium_id="aud_2")


@pytest.mark.parametrize("booked", [False, True])
@pytest.mark.parametrize("move", [_later, _elsewhere])
async def test_a_hold_of_a_moved_showtime_has_lost_its_seats(
    house: House, move: Callable[[Inventory], Inventory], booked: bool
) -> None:
    hold = await house.hold("A1")
    if booked:
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    house.clock.move(seconds=1)
    moved = replace(move(house.seats.all[SHOWTIME]), as_of=house.clock.now())
    await house.changes.move(moved)
    assert await _status(house, hold) is HoldStatus.LOST


async def test_one_seat_that_another_hold_has_is_enough(house: House) -> None:
    hold = await house.hold("A1", "A2")
    house.clock.move(seconds=1)
    moved = replace(_later(house.seats.all[SHOWTIME]), as_of=house.clock.now())
    await house.changes.move(moved)
    await house.hold("A2", account=BOB, key="bob")
    assert await _status(house, hold) is HoldStatus.LOST


@pytest.mark.parametrize("booked", [False, True])
async def test_a_hold_of_a_cancelled_showtime_has_lost_its_seats(
    house: House, booked: bool
) -> None:
    hold = await house.hold("A1")
    if booked:
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    house.clock.move(seconds=1)
    await house.changes.cancel(SHOWTIME, house.clock.now())
    assert await _status(house, hold) is HoldStatus.LOST


async def test_seats_that_are_forgotten_with_an_account_are_lost(house: House) -> None:
    hold = await house.hold("A1")
    await house.seats.forget(ALICE)
    assert await _status(house, hold) is HoldStatus.LOST
