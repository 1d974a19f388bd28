"""Booking a hold: paid and ticketed, or neither."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import IdempotencyConflict, InvalidInput, NotFound, VersionConflict
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BEGINNING, BookingStatus, Cause, Step
from subgraphs.booking.domain.seats import Inventory, SeatState
from subgraphs.booking.errors import HoldExpired, PaymentDeclined
from subgraphs.booking.events import BookingConfirmed
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


def _state_of(bench: Workbench, seat_id: str) -> SeatState:
    return bench.seats.all[SHOWTIME].seats[seat_id].state_at(bench.clock.now())


def _only_booking(bench: Workbench) -> Booking:
    (booking,) = bench.bookings.all.values()
    return booking


async def _pending(bench: Workbench) -> Booking:
    """Make a booking whose payment's outcome is not known."""
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == BEGINNING
    return booking


async def _recover(bench: Workbench) -> Booking:
    bench.clock.move(seconds=61)
    await bench.recover()
    return _only_booking(bench)


async def test_a_booking_is_paid_and_ticketed(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert [ticket.seat_id for ticket in bench.bookings.tickets] == ["A1", "A2"]
    assert _state_of(bench, "A1") is SeatState.SOLD
    assert bench.payments.asked == ["authorize", "capture"]
    assert bench.bookings.events == [
        BookingConfirmed(
            booking_id=booking.id,
            account_id=ALICE,
            showtime_id=SHOWTIME,
            seat_ids=("A1", "A2"),
            amount_minor=2000,
            currency="COP",
        )
    ]


async def test_after_a_decline_the_seats_stay_held_for_another_card(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined) as declined:
        await bench.booking.book_hold(ALICE, hold.id, "tok", "first card")
    assert declined.value.decline_code == "card_declined"
    assert _only_booking(bench).state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert _state_of(bench, "A1") is SeatState.HELD
    bench.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    second = await bench.booking.book_hold(ALICE, hold.id, "tok", "second card")
    assert second.status is BookingStatus.CONFIRMED
    assert len(bench.bookings.tickets) == 1


async def test_the_same_key_gets_the_same_answer_and_pays_once(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    first = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await bench.booking.book_hold(ALICE, hold.id, "tok", "key") == first
    assert bench.payments.asked == ["authorize", "capture"]


async def test_one_call_at_a_time_pays_for_a_hold(bench: Workbench) -> None:
    pending = await _pending(bench)
    with pytest.raises(IdempotencyConflict):
        await bench.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    await _recover(bench)
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    assert len(bench.bookings.all) == 1


async def test_after_a_decline_the_seats_are_held_until_their_holds_end(
    bench: Workbench,
) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(minutes=9)
    bench.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.clock.move(seconds=59)
    assert _state_of(bench, "A1") is SeatState.HELD
    bench.clock.move(seconds=1)
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "another key")
    bobs = await bench.hold("A1", account=BOB, key="bob")
    bench.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    booked = await bench.booking.book_hold(BOB, bobs.id, "tok", "bob")
    assert booked.status is BookingStatus.CONFIRMED


async def test_a_late_write_of_a_failed_booking_takes_no_seat_from_the_next(
    bench: Workbench,
) -> None:
    first = await _pending(bench)
    bench.payments.found = None
    await _recover(bench)
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    second = await bench.booking.book_hold(ALICE, first.hold_id, "tok", "second card")
    assert second.status is BookingStatus.PENDING
    held_until = bench.seats.all[SHOWTIME].seats["A1"].until
    with pytest.raises(VersionConflict):
        await bench.bookings.fail(first.after(Cause.DECLINED))
    assert bench.seats.all[SHOWTIME].seats["A1"].until == held_until
    assert bench.holds.all[first.hold_id].booking_id == second.id


@pytest.mark.parametrize("scheduled", [True, False])
async def test_a_showtime_that_is_not_for_sale_is_not_paid_for(
    bench: Workbench, scheduled: bool
) -> None:
    hold = await bench.hold("A1")
    starts_at = bench.clock.now() if scheduled else bench.seats.all[SHOWTIME].starts_at
    showtime = replace(bench.seats.all[SHOWTIME], scheduled=scheduled, starts_at=starts_at)
    bench.seats.all[SHOWTIME] = showtime
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert bench.payments.asked == []
    assert bench.holds.all[hold.id].booking_id is None


def _cancelled(showtime: Inventory) -> Inventory:
    return replace(showtime, scheduled=False)


def _later(showtime: Inventory) -> Inventory:
    return replace(showtime, starts_at=showtime.starts_at + timedelta(hours=1))


def _elsewhere(showtime: Inventory) -> Inventory:
    return replace(showtime, auditorium_id="aud_2")


@pytest.mark.parametrize("change", [_cancelled, _later, _elsewhere])
async def test_a_change_whose_event_has_not_arrived_is_asked_for(
    bench: Workbench, change: Callable[[Inventory], Inventory]
) -> None:
    hold = await bench.hold("A1")
    bench.catalog.knows = change(bench.seats.all[SHOWTIME])
    with pytest.raises(HoldExpired, match="lost its seats"):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert bench.payments.asked == []
    assert bench.bookings.all == {}
    assert bench.holds.all[hold.id].booking_id is None


@pytest.mark.parametrize("available", [True, False])
async def test_bookings_go_on_when_the_catalog_says_nothing_against_it(
    bench: Workbench, available: bool
) -> None:
    hold = await bench.hold("A1")
    bench.catalog.knows, bench.catalog.available = bench.seats.all[SHOWTIME], available
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.CONFIRMED


async def test_a_booking_that_is_repeated_stays_as_it_is_when_the_showtime_is_cancelled(
    bench: Workbench,
) -> None:
    hold = await bench.hold("A1")
    first = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.catalog.knows = _cancelled(bench.seats.all[SHOWTIME])
    assert await bench.booking.book_hold(ALICE, hold.id, "tok", "key") == first


async def test_an_expired_hold_is_not_paid_for(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(minutes=10)
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert bench.payments.asked == []
    assert bench.bookings.all == {}


async def test_the_hold_of_another_account_is_not_found(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    with pytest.raises(NotFound):
        await bench.booking.book_hold(BOB, hold.id, "tok", "key")
    assert bench.payments.asked == []


@pytest.mark.parametrize("token", ["", " ", "t" * 201, "tok_vis\u00e1", "tok\x00", "tok\n"])
async def test_a_malformed_payment_token_is_refused(bench: Workbench, token: str) -> None:
    hold = await bench.hold("A1")
    with pytest.raises(InvalidInput):
        await bench.booking.book_hold(ALICE, hold.id, token, "key")
    assert bench.bookings.all == {}
