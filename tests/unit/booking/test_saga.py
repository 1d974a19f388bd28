"""The saga: paid and ticketed, or neither, whatever does not answer."""

from datetime import datetime

import pytest

from shared.errors import IdempotencyConflict, InvalidInput, NotFound
from subgraphs.booking.domain.bookings import BEGINNING, SAGA, Booking, BookingStatus, Step
from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.errors import HoldExpired, PaymentDeclined
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


def _state_of(house: House, seat_id: str) -> SeatState:
    return house.seats.all[SHOWTIME].seats[seat_id].state_at(house.clock.now())


def _only_booking(house: House) -> Booking:
    (booking,) = house.bookings.all.values()
    return booking


async def _pending(house: House) -> Booking:
    """A booking whose payment's outcome is not known."""
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == BEGINNING
    return booking


async def _recover(house: House) -> Booking:
    house.clock.move(seconds=61)
    await house.recover()
    return _only_booking(house)


def test_every_state_leads_to_an_end() -> None:
    reached, open_states = {BEGINNING}, [BEGINNING]
    while open_states:
        for next_state in SAGA.get(open_states.pop(), {}).values():
            if next_state not in reached:
                reached.add(next_state)
                open_states.append(next_state)
    assert set(SAGA) <= reached
    ends = reached - set(SAGA)
    assert {step for _, step in ends} == {Step.DONE}
    # Of what is DONE, only a confirmed booking can change again: it can be cancelled.
    done = {status for status, step in SAGA if step is Step.DONE}
    assert done == {BookingStatus.CONFIRMED}
    assert {step for _, step in SAGA} == set(Step)


async def test_paid_and_ticketed(house: House) -> None:
    hold = await house.hold("A1", "A2")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert [ticket.seat_id for ticket in house.bookings.tickets] == ["A1", "A2"]
    assert _state_of(house, "A1") is SeatState.SOLD
    assert house.payments.asked == ["authorize", "capture"]


async def test_declined_and_the_hold_stands_for_another_card(house: House) -> None:
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


async def test_the_same_key_answers_alike_and_pays_once(house: House) -> None:
    hold = await house.hold("A1")
    first = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert await house.booking.book_hold(ALICE, hold.id, "tok", "key") == first
    assert house.payments.asked == ["authorize", "capture"]


async def test_a_hold_is_paid_by_one_call_alone(house: House) -> None:
    hold = await house.hold("A1")
    await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    with pytest.raises(IdempotencyConflict):
        await house.booking.book_hold(ALICE, hold.id, "tok", "another key")
    assert len(house.bookings.all) == 1


async def test_an_expired_hold_asks_nobody_for_money(house: House) -> None:
    hold = await house.hold("A1")
    house.clock.move(minutes=10)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert house.payments.asked == []
    assert house.bookings.all == {}


async def test_another_accounts_hold_is_not_there(house: House) -> None:
    hold = await house.hold("A1")
    with pytest.raises(NotFound):
        await house.booking.book_hold(BOB, hold.id, "tok", "key")
    assert house.payments.asked == []


@pytest.mark.parametrize("token", ["", " ", "t" * 201, "tok_vis\u00e1", "tok\x00", "tok\n"])
async def test_what_is_no_payment_token_is_refused(house: House, token: str) -> None:
    hold = await house.hold("A1")
    with pytest.raises(InvalidInput):
        await house.booking.book_hold(ALICE, hold.id, token, "key")
    assert house.bookings.all == {}


async def test_unknown_then_found_authorized(house: House) -> None:
    await _pending(house)
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert house.payments.asked == ["authorize", "find", "capture"]


async def test_no_answer_counts_as_unknown(house: House) -> None:
    house.payments.away = {"authorize"}
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.PENDING
    assert (await _recover(house)).status is BookingStatus.CONFIRMED


@pytest.mark.parametrize("found", [None, PaymentOutcome(PaymentState.UNKNOWN)])
async def test_unknown_for_too_long_is_voided(house: House, found: PaymentOutcome | None) -> None:
    await _pending(house)
    house.payments.found = found
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert house.payments.asked[-1] == "void"
    assert house.bookings.tickets == []


async def test_seats_lost_meanwhile_give_the_money_back(house: House) -> None:
    await _pending(house)
    house.clock.move(minutes=11)
    await house.hold("A1", account=BOB, key="bob")
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert house.payments.asked == ["authorize", "find", "void"]
    assert house.bookings.tickets == []


async def test_a_hold_past_its_end_is_confirmed_while_nobody_took_the_seat(house: House) -> None:
    await _pending(house)
    house.clock.move(minutes=11)
    assert (await _recover(house)).status is BookingStatus.CONFIRMED


async def test_a_capture_that_is_not_answered_is_made_later(house: House) -> None:
    house.payments.away = {"capture"}
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.CAPTURE)
    house.payments.away = set()
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


async def test_what_is_not_overdue_is_left_to_its_request(house: House) -> None:
    await _pending(house)
    house.clock.move(seconds=14)
    assert await house.recover() == 0


async def test_after_the_last_attempt_it_is_left_to_people(house: House) -> None:
    await _pending(house)
    house.payments.away = {"find"}
    for _ in range(2 * ATTEMPTS):
        await _recover(house)
    assert _only_booking(house).state == (BookingStatus.NEEDS_ATTENTION, Step.DONE)
    assert house.payments.asked.count("find") == ATTEMPTS


async def test_a_worker_that_read_an_older_version_changes_nothing(house: House) -> None:
    stale = await _pending(house)
    house.clock.move(seconds=61)
    await house.bookings.lease(stale, house.clock.now())
    (overtaken,) = await house.bookings.overdue(house.clock.now(), 10)
    house.bookings.all[stale.id] = overtaken

    async def stale_overdue(now: datetime, limit: int) -> list[Booking]:
        return [stale]

    house.bookings.overdue = stale_overdue
    await house.recover()
    assert house.payments.asked == ["authorize"]
    assert _only_booking(house) == overtaken
