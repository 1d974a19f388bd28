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
from tests.unit.booking.conftest import House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


def _state_of(house: House, seat_id: str) -> SeatState:
    return house.seats.all[SHOWTIME].seats[seat_id].state_at(house.clock.now())


def _only_booking(house: House) -> Booking:
    (booking,) = house.bookings.all.values()
    return booking


async def _pending(house: House) -> Booking:
    """Make a booking whose payment's outcome is not known."""
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == BEGINNING
    return booking


async def _recover(house: House) -> Booking:
    house.clock.move(seconds=61)
    await house.recover()
    return _only_booking(house)


async def test_a_booking_is_paid_and_ticketed(house: House) -> None:
    hold = await house.hold("A1", "A2")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert [ticket.seat_id for ticket in house.bookings.tickets] == ["A1", "A2"]
    assert _state_of(house, "A1") is SeatState.SOLD
    assert house.payments.asked == ["authorize", "capture"]
    assert house.bookings.events == [
        BookingConfirmed(
            booking_id=booking.id,
            account_id=ALICE,
            showtime_id=SHOWTIME,
            seat_ids=("A1", "A2"),
            amount_minor=2000,
            currency="COP",
        )
    ]


async def test_after_a_decline_the_seats_stay_held_for_another_card(house: House) -> None:
    hold = await house.hold("A1")
    house.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined) as declined:
        await house.booking.book_hold(ALICE, hold.id, "tok", "first card")
    assert declined.value.decline_code == "card_declined"
    assert _only_booking(house).state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert _state_of(house, "A1") is SeatState.HELD
    house.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    second = await house.booking.book_hold(ALICE, hold.id, "tok", "second card")
    assert second.status is BookingStatus.CONFIRMED
    assert len(house.bookings.tickets) == 1


async def test_the_same_key_gets_the_same_answer_and_pays_once(house: House) -> None:
    hold = await house.hold("A1")
    first = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await house.booking.book_hold(ALICE, hold.id, "tok", "key") == first
    assert house.payments.asked == ["authorize", "capture"]


async def test_one_call_at_a_time_pays_for_a_hold(house: House) -> None:
    pending = await _pending(house)
    with pytest.raises(IdempotencyConflict):
        await house.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    await _recover(house)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    assert len(house.bookings.all) == 1


async def test_after_a_decline_the_seats_are_held_until_their_holds_end(
    house: House,
) -> None:
    hold = await house.hold("A1")
    house.clock.move(minutes=9)
    house.payments.authorizing = PaymentOutcome(PaymentState.DECLINED, "card_declined")
    with pytest.raises(PaymentDeclined):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    house.clock.move(seconds=59)
    assert _state_of(house, "A1") is SeatState.HELD
    house.clock.move(seconds=1)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, "tok", "another key")
    bobs = await house.hold("A1", account=BOB, key="bob")
    house.payments.authorizing = PaymentOutcome(PaymentState.AUTHORIZED)
    booked = await house.booking.book_hold(BOB, bobs.id, "tok", "bob")
    assert booked.status is BookingStatus.CONFIRMED


async def test_a_late_write_of_a_failed_booking_takes_no_seat_from_the_next(house: House) -> None:
    first = await _pending(house)
    house.payments.found = None
    await _recover(house)
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    second = await house.booking.book_hold(ALICE, first.hold_id, "tok", "second card")
    assert second.status is BookingStatus.PENDING
    held_until = house.seats.all[SHOWTIME].seats["A1"].until
    with pytest.raises(VersionConflict):
        await house.bookings.fail(first.after(Cause.DECLINED))
    assert house.seats.all[SHOWTIME].seats["A1"].until == held_until
    assert house.holds.all[first.hold_id].booking_id == second.id


@pytest.mark.parametrize("scheduled", [True, False])
async def test_a_showtime_that_is_not_for_sale_is_not_paid_for(
    house: House, scheduled: bool
) -> None:
    hold = await house.hold("A1")
    starts_at = house.clock.now() if scheduled else house.seats.all[SHOWTIME].starts_at
    showtime = replace(house.seats.all[SHOWTIME], scheduled=scheduled, starts_at=starts_at)
    house.seats.all[SHOWTIME] = showtime
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert house.payments.asked == []
    assert house.holds.all[hold.id].booking_id is None


def _cancelled(showtime: Inventory) -> Inventory:
    return replace(showtime, scheduled=False)


def _later(showtime: Inventory) -> Inventory:
    return replace(showtime, starts_at=showtime.starts_at + timedelta(hours=1))


def _elsewhere(showtime: Inventory) -> Inventory:
    return replace(showtime, auditorium_id="aud_2")


@pytest.mark.parametrize("change", [_cancelled, _later, _elsewhere])
async def test_a_change_whose_event_has_not_arrived_is_asked_for(
    house: House, change: Callable[[Inventory], Inventory]
) -> None:
    hold = await house.hold("A1")
    house.catalog.knows = change(house.seats.all[SHOWTIME])
    with pytest.raises(HoldExpired, match="lost its seats"):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert house.payments.asked == []
    assert house.bookings.all == {}
    assert house.holds.all[hold.id].booking_id is None


@pytest.mark.parametrize("available", [True, False])
async def test_bookings_go_on_when_the_catalog_says_nothing_against_it(
    house: House, available: bool
) -> None:
    hold = await house.hold("A1")
    house.catalog.knows, house.catalog.available = house.seats.all[SHOWTIME], available
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.CONFIRMED


async def test_a_booking_that_is_repeated_stays_as_it_is_when_the_showtime_is_cancelled(
    house: House,
) -> None:
    hold = await house.hold("A1")
    first = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    house.catalog.knows = _cancelled(house.seats.all[SHOWTIME])
    assert await house.booking.book_hold(ALICE, hold.id, "tok", "key") == first


async def test_an_expired_hold_is_not_paid_for(house: House) -> None:
    hold = await house.hold("A1")
    house.clock.move(minutes=10)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert house.payments.asked == []
    assert house.bookings.all == {}


async def test_the_hold_of_another_account_is_not_found(house: House) -> None:
    hold = await house.hold("A1")
    with pytest.raises(NotFound):
        await house.booking.book_hold(BOB, hold.id, "tok", "key")
    assert house.payments.asked == []


@pytest.mark.parametrize("token", ["", " ", "t" * 201, "tok_vis\u00e1", "tok\x00", "tok\n"])
async def test_a_malformed_payment_token_is_refused(house: House, token: str) -> None:
    hold = await house.hold("A1")
    with pytest.raises(InvalidInput):
        await house.booking.book_hold(ALICE, hold.id, token, "key")
    assert house.bookings.all == {}
