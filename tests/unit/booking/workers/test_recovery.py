"""Recovery: every booking ends, paid and ticketed or neither, also when a part does not answer."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BEGINNING, BookingStatus, Cause, Step
from subgraphs.booking.domain.tickets import Ticket
from subgraphs.booking.events import BookingConfirmed
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, House
from tests.unit.booking.fakes import ALICE, BOB


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


async def _cancel(house: House) -> None:
    booking = _only_booking(house)
    owner = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
    await house.booking.cancel(owner, booking.id, None, "cancel")


async def _resume(house: House) -> None:
    """Do what `python -m subgraphs.booking resume` does."""
    await house.bookings.save(_only_booking(house).after(Cause.RESUMED))


async def _recover(house: House) -> Booking:
    house.clock.move(seconds=61)
    await house.recover()
    return _only_booking(house)


async def test_a_payment_that_is_found_authorized_is_confirmed(house: House) -> None:
    await _pending(house)
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert house.payments.asked == ["authorize", "find", "capture"]


async def test_no_answer_counts_as_an_unknown_outcome(house: House) -> None:
    house.payments.unavailable = {"authorize"}
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.PENDING
    assert (await _recover(house)).status is BookingStatus.CONFIRMED


async def test_a_payment_that_never_arrived_is_voided(house: House) -> None:
    await _pending(house)
    house.payments.found = None
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert house.payments.asked[-1] == "void"
    assert house.bookings.tickets == []


async def test_a_payment_for_lost_seats_is_voided(house: House) -> None:
    await _pending(house)
    house.clock.move(minutes=11)
    await house.hold("A1", account=BOB, key="bob")
    recovered = await _recover(house)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert house.payments.asked == ["authorize", "find", "void"]
    assert house.bookings.tickets == []


async def test_a_hold_past_its_end_is_confirmed_if_nobody_took_the_seat(house: House) -> None:
    await _pending(house)
    house.clock.move(minutes=11)
    assert (await _recover(house)).status is BookingStatus.CONFIRMED


async def test_a_capture_without_an_answer_is_made_later(house: House) -> None:
    house.payments.unavailable = {"capture"}
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.CAPTURE)
    house.payments.unavailable = set()
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


async def test_a_booking_that_is_not_overdue_is_left_to_its_request(house: House) -> None:
    await _pending(house)
    house.clock.move(seconds=14)
    assert await house.recover() == 0


async def test_an_unknown_outcome_is_left_to_people_who_let_it_resume(
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
    await _resume(house)
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


@pytest.mark.parametrize("call", ["find", "capture", "refund"])
async def test_recovery_waits_for_an_unavailable_payment_service_without_limit(
    house: House, call: str
) -> None:
    booking = await _pending(house)
    house.payments.unavailable = {call}
    if call == "refund":
        await _recover(house)
        await _cancel(house)
    for _ in range(20 * ATTEMPTS):
        await _recover(house)
        assert _only_booking(house).status is not BookingStatus.NEEDS_ATTENTION
    house.payments.unavailable = set()
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
async def test_a_step_that_payment_refuses_is_left_to_people(
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
    await _resume(house)
    assert _only_booking(house).state == (status, step)
    assert (await _recover(house)).step is Step.DONE


async def test_a_fault_in_one_booking_does_not_delay_the_others(house: House) -> None:
    good = await _pending(house)
    hold = await house.hold("A2", account=BOB, key="bob")
    bad = await house.booking.book_hold(BOB, hold.id, "tok", "bob")
    confirm = house.bookings.confirm

    async def failing(
        booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        if booking.id == bad.id:
            raise DuplicateKeyError("one active ticket a seat")
        await confirm(booking, tickets, events=events)

    house.bookings.confirm = failing
    for _ in range(2 * ATTEMPTS):
        house.clock.move(seconds=61)
        await house.recover()
    assert house.bookings.all[good.id].state == (BookingStatus.CONFIRMED, Step.DONE)
    assert house.bookings.all[bad.id].state == (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE)


async def test_a_database_outage_is_not_counted_as_a_failure(house: House) -> None:
    await _pending(house)
    confirm = house.bookings.confirm

    async def fail(
        booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        raise AutoReconnect("connection closed")

    house.bookings.confirm = fail
    for _ in range(2 * ATTEMPTS):
        await _recover(house)
    assert _only_booking(house).state == BEGINNING
    house.bookings.confirm = confirm
    assert (await _recover(house)).state == (BookingStatus.CONFIRMED, Step.DONE)


async def test_a_worker_that_read_an_older_version_changes_nothing(house: House) -> None:
    stale = await _pending(house)
    house.clock.move(seconds=61)
    await house.bookings.lease(stale, house.clock.now())
    (leased,) = await house.bookings.overdue(house.clock.now(), 10)

    async def stale_overdue(now: datetime, limit: int) -> list[Booking]:
        return [stale]

    house.bookings.overdue = stale_overdue
    await house.recover()
    assert house.payments.asked == ["authorize"]
    assert _only_booking(house) == leased
