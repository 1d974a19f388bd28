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
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME, inventory
from tests.unit.booking.turns import Operation, Start, take_turns


def _stopped_after(calls: int, start: Start) -> Operation:
    operation = Operation(start)
    for _ in range(calls):
        operation.go_on()
    return operation


@pytest.mark.parametrize("calls", range(1, 11))
async def test_a_delayed_move_changes_nothing_that_was_sold_since(
    bench: Workbench, calls: int
) -> None:
    await bench.booking.book_hold(ALICE, (await bench.hold("A1")).id, "tok", "alice")
    bench.clock.move(seconds=1)
    later = inventory(starts_at=bench.seats.all[SHOWTIME].starts_at + timedelta(hours=1))
    moved = replace(later, as_of=bench.clock.now())
    take_turns(bench.seats, bench.bookings, bench.payments)
    stopped = _stopped_after(calls, lambda: bench.changes.move(moved))
    bench.clock.move(minutes=1)
    for start in (bench.recover, lambda: bench.changes.move(moved)):
        Operation(start).finish()
    Operation(lambda: bench.hold("A1", account=BOB, key="bob")).finish()
    (hold,) = await bench.holds.of_account(BOB)
    Operation(lambda: bench.booking.book_hold(BOB, hold.id, "tok", "bob")).finish()

    stopped.finish()

    (bobs,) = (each for each in bench.bookings.all.values() if each.account_id == BOB)
    assert bobs.status is BookingStatus.CONFIRMED
    assert bench.seats.all[SHOWTIME].seats["A1"].state is SeatState.SOLD
    assert bench.seats.all[SHOWTIME].scheduled


async def test_beginning_to_pay_never_shortens_a_hold_that_was_extended_since(
    bench: Workbench,
) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(minutes=9)
    take_turns(bench.holds, bench.bookings, bench.payments)
    paying = _stopped_after(3, lambda: bench.booking.book_hold(ALICE, hold.id, "tok", "key"))
    Operation(lambda: bench.holding.extend(ALICE, hold.id)).finish()
    paying.go_on()
    paying.die()
    assert bench.bookings.all
    assert bench.seats.all[SHOWTIME].seats["A1"].until == bench.holds.all[hold.id].expires_at


@pytest.mark.parametrize("calls", range(1, 8))
async def test_after_a_crash_at_any_call_of_a_declined_payment_another_card_can_be_tried(
    bench: Workbench, calls: int
) -> None:
    hold = await bench.hold("A1")
    declined = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    bench.payments.authorizing = bench.payments.found = declined
    take_turns(bench.holds, bench.bookings, bench.payments)
    first = _stopped_after(
        calls, lambda: bench.booking.book_hold(ALICE, hold.id, "tok", "first card")
    )
    first.die()
    bench.clock.move(seconds=61)
    Operation(bench.recover).finish()
    assert bench.holds.all[hold.id].booking_id is None
    bench.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    Operation(lambda: bench.booking.book_hold(ALICE, hold.id, "tok", "second card")).finish()
    statuses = [booking.status for booking in bench.bookings.all.values()]
    assert statuses[-1] is BookingStatus.CONFIRMED
    assert set(statuses[:-1]) <= {BookingStatus.PAYMENT_FAILED}


async def test_a_hold_that_was_given_back_since_it_was_read_is_not_used_up(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = await bench.hold("A1")
    bench.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "first card")
    (failed,) = bench.bookings.all.values()

    async def as_it_was(id: str) -> Hold:
        return replace(bench.holds.all[id], booking_id=failed.id)

    monkeypatch.setattr(bench.holds, "get", as_it_was)
    with pytest.raises(IdempotencyConflict):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "second card")
