"""Operations that overlap: what one has read has changed when it writes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import IdempotencyConflict
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.errors import PaymentDeclined
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME, inventory
from tests.unit.booking.turns import Operation, Start, take_turns


def _stopped_after(calls: int, start: Start) -> Operation:
    operation = Operation(start)
    for _ in range(calls):
        operation.go_on()
    return operation


@pytest.mark.parametrize("calls", range(1, 11))
async def test_a_delayed_move_changes_nothing_that_was_sold_since(house: House, calls: int) -> None:
    await house.booking.book_hold(ALICE, (await house.hold("A1")).id, "tok", "alice")
    house.clock.move(seconds=1)
    later = inventory(starts_at=house.seats.all[SHOWTIME].starts_at + timedelta(hours=1))
    moved = replace(later, as_of=house.clock.now())
    take_turns(house.seats, house.bookings, house.payments)
    stopped = _stopped_after(calls, lambda: house.changes.move(moved))
    house.clock.move(minutes=1)
    for start in (house.recover, lambda: house.changes.move(moved)):
        Operation(start).finish()
    Operation(lambda: house.hold("A1", account=BOB, key="bob")).finish()
    (hold,) = await house.holds.of_account(BOB)
    Operation(lambda: house.booking.book_hold(BOB, hold.id, "tok", "bob")).finish()

    stopped.finish()

    (bobs,) = (each for each in house.bookings.all.values() if each.account_id == BOB)
    assert bobs.status is BookingStatus.CONFIRMED
    assert house.seats.all[SHOWTIME].seats["A1"].state is SeatState.SOLD
    assert house.seats.all[SHOWTIME].scheduled


async def test_beginning_to_pay_never_shortens_a_hold_that_was_extended_since(
    house: House,
) -> None:
    hold = await house.hold("A1")
    house.clock.move(minutes=9)
    take_turns(house.holds, house.bookings, house.payments)
    paying = _stopped_after(3, lambda: house.booking.book_hold(ALICE, hold.id, "tok", "key"))
    Operation(lambda: house.holding.extend(ALICE, hold.id)).finish()
    paying.go_on()
    paying.die()
    assert house.bookings.all
    assert house.seats.all[SHOWTIME].seats["A1"].until == house.holds.all[hold.id].expires_at


@pytest.mark.parametrize("calls", range(1, 8))
async def test_after_a_crash_at_any_call_of_a_declined_payment_another_card_can_be_tried(
    house: House, calls: int
) -> None:
    hold = await house.hold("A1")
    declined = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    house.payments.authorizing = house.payments.found = declined
    take_turns(house.holds, house.bookings, house.payments)
    first = _stopped_after(
        calls, lambda: house.booking.book_hold(ALICE, hold.id, "tok", "first card")
    )
    first.die()
    house.clock.move(seconds=61)
    Operation(house.recover).finish()
    assert house.holds.all[hold.id].booking_id is None
    house.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    Operation(lambda: house.booking.book_hold(ALICE, hold.id, "tok", "second card")).finish()
    statuses = [booking.status for booking in house.bookings.all.values()]
    assert statuses[-1] is BookingStatus.CONFIRMED
    assert set(statuses[:-1]) <= {BookingStatus.PAYMENT_FAILED}


async def test_a_hold_that_was_given_back_since_it_was_read_is_not_used_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = await house.hold("A1")
    house.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined):
        await house.booking.book_hold(ALICE, hold.id, "tok", "first card")
    (failed,) = house.bookings.all.values()

    async def as_it_was(id: str) -> Hold:
        return replace(house.holds.all[id], booking_id=failed.id)

    monkeypatch.setattr(house.holds, "get", as_it_was)
    with pytest.raises(IdempotencyConflict):
        await house.booking.book_hold(ALICE, hold.id, "tok", "second card")
