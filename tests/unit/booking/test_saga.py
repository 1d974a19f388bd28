"""The saga: paid and ticketed, or neither, whatever does not answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared.auth.viewer import Role, Viewer
from shared.errors import IdempotencyConflict, InvalidInput, NotFound
from subgraphs.booking.domain.bookings import (
    BEGINNING,
    SAGA,
    Booking,
    BookingStatus,
    State,
    Step,
    Ticket,
    goes_on,
    may_become,
    set_going,
)
from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.errors import HoldExpired, Overtaken, PaymentDeclined
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from subgraphs.booking.service.saga import Timing
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


async def _cancel(house: House) -> None:
    booking = _only_booking(house)
    owner = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
    await house.booking.cancel(owner, booking.id, None, "cancel")


async def _set_going(house: House) -> None:
    """As `python -m subgraphs.booking resume` does."""
    booking = _only_booking(house)
    going = set_going(booking.state)
    assert going is not None
    await house.bookings.move(booking, going)


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


def test_what_is_left_to_people_keeps_its_step_and_goes_on_where_it_was() -> None:
    for state in SAGA:
        if goes_on(state):
            left = (BookingStatus.NEEDS_ATTENTION, state[1])
            assert may_become(state, left)
            assert not goes_on(left)
            assert set_going(left) == state
        elif state[0] is not BookingStatus.NEEDS_ATTENTION:
            assert set_going(state) is None


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
    pending = await _pending(house)
    with pytest.raises(IdempotencyConflict):
        await house.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    await _recover(house)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, pending.hold_id, "tok", "another key")
    assert len(house.bookings.all) == 1


async def test_after_a_decline_the_seats_are_held_to_their_holds_end_and_no_longer(
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


async def test_a_booking_that_failed_long_ago_takes_no_seat_from_the_next(house: House) -> None:
    first = await _pending(house)
    house.payments.found = None
    await _recover(house)
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    second = await house.booking.book_hold(ALICE, first.hold_id, "tok", "second card")
    assert second.status is BookingStatus.PENDING
    held_until = house.seats.all[SHOWTIME].seats["A1"].until
    with pytest.raises(Overtaken):
        await house.bookings.fail(first)
    assert house.seats.all[SHOWTIME].seats["A1"].until == held_until
    assert house.holds.all[first.hold_id].booking_id == second.id


@pytest.mark.parametrize("scheduled", [True, False])
async def test_what_is_not_for_sale_any_more_is_not_paid_for(house: House, scheduled: bool) -> None:
    hold = await house.hold("A1")
    starts_at = house.clock.now() if scheduled else house.seats.all[SHOWTIME].starts_at
    showtime = replace(house.seats.all[SHOWTIME], scheduled=scheduled, starts_at=starts_at)
    house.seats.all[SHOWTIME] = showtime
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert house.payments.asked == []
    assert house.holds.all[hold.id].booking_id is None


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


async def test_what_never_arrived_is_voided(house: House) -> None:
    await _pending(house)
    house.payments.found = None
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


async def test_an_outcome_that_nobody_knows_is_left_to_people_who_set_it_going_again(
    house: House,
) -> None:
    await _pending(house)
    house.payments.found = PaymentOutcome(PaymentState.UNKNOWN)
    for _ in range(2 * ATTEMPTS):
        await _recover(house)
    left = _only_booking(house)
    assert left.state == (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE)
    assert house.payments.asked.count("find") == ATTEMPTS

    house.payments.found = PaymentOutcome(PaymentState.AUTHORIZED)
    assert (await _recover(house)).state == left.state
    await _set_going(house)
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


@pytest.mark.parametrize("call", ["find", "capture", "refund"])
async def test_payment_that_is_away_is_waited_for_without_end(house: House, call: str) -> None:
    booking = await _pending(house)
    house.payments.away = {call}
    if call == "refund":
        await _recover(house)
        await _cancel(house)
    for _ in range(20 * ATTEMPTS):
        await _recover(house)
        assert _only_booking(house).status is not BookingStatus.NEEDS_ATTENTION
    house.payments.away = set()
    expected = BookingStatus.CANCELLED if call == "refund" else BookingStatus.CONFIRMED
    assert (await _recover(house)).state == (expected, Step.DONE)
    assert _only_booking(house).id == booking.id


@pytest.mark.parametrize(
    ("call", "status", "step"),
    [
        ("capture", BookingStatus.CONFIRMED, Step.CAPTURE),
        ("void", BookingStatus.PENDING, Step.VOID),
        ("refund", BookingStatus.CANCELLED, Step.REFUND),
    ],
)
async def test_what_payment_refuses_is_left_to_people_with_its_step(
    house: House, call: str, status: BookingStatus, step: Step
) -> None:
    await _pending(house)
    house.payments.refusing = {call}
    if call == "void":
        house.payments.found = None
    await _recover(house)
    if call == "refund":
        await _cancel(house)
    assert _only_booking(house).state == (status, step)
    for _ in range(2 * ATTEMPTS):
        await _recover(house)
    assert _only_booking(house).state == (BookingStatus.NEEDS_ATTENTION, step)
    house.payments.refusing = set()
    await _set_going(house)
    assert _only_booking(house).state == (status, step)
    assert (await _recover(house)).step is Step.DONE


async def test_a_fault_in_one_booking_keeps_none_of_the_others(house: House) -> None:
    good = await _pending(house)
    hold = await house.hold("A2", account=BOB, key="bob")
    bad = await house.booking.book_hold(BOB, hold.id, "tok", "bob")
    confirm = house.bookings.confirm

    async def failing(booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        if booking.id == bad.id:
            raise DuplicateKeyError("one active ticket a seat")
        return await confirm(booking, tickets, next)

    house.bookings.confirm = failing
    for _ in range(2 * ATTEMPTS):
        house.clock.move(seconds=61)
        await house.recover()
    assert house.bookings.all[good.id].state == (BookingStatus.CONFIRMED, Step.DONE)
    assert house.bookings.all[bad.id].state == (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE)


async def test_a_database_that_is_away_is_no_fault_of_the_booking(house: House) -> None:
    await _pending(house)
    confirm = house.bookings.confirm

    async def away(booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        raise AutoReconnect("connection closed")

    house.bookings.confirm = away
    for _ in range(2 * ATTEMPTS):
        await _recover(house)
    assert _only_booking(house).state == BEGINNING
    house.bookings.confirm = confirm
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


@pytest.mark.parametrize("call", [12, 30, 90])
def test_a_booking_is_left_to_a_call_for_longer_than_the_call_may_take(call: int) -> None:
    timing = Timing(call=timedelta(seconds=call))
    assert timing.call < timing.lease < timing.patience


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
