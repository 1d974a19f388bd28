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
from tests.unit.booking.conftest import ATTEMPTS, Workbench
from tests.unit.booking.fakes import ALICE, BOB


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


async def _cancel(bench: Workbench) -> None:
    booking = _only_booking(bench)
    owner = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
    await bench.booking.cancel(owner, booking.id, None, "cancel")


async def _resume(bench: Workbench) -> None:
    """Do what `python -m subgraphs.booking resume` does."""
    await bench.bookings.save(_only_booking(bench).after(Cause.RESUMED))


async def _recover(bench: Workbench) -> Booking:
    bench.clock.move(seconds=61)
    await bench.recover()
    return _only_booking(bench)


async def test_a_payment_that_is_found_authorized_is_confirmed(bench: Workbench) -> None:
    await _pending(bench)
    recovered = await _recover(bench)
    assert recovered.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert bench.payments.asked == ["authorize", "find", "capture"]


async def test_no_answer_counts_as_an_unknown_outcome(bench: Workbench) -> None:
    bench.payments.unavailable = {"authorize"}
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.PENDING
    assert (await _recover(bench)).status is BookingStatus.CONFIRMED


async def test_a_payment_that_never_arrived_is_voided(bench: Workbench) -> None:
    await _pending(bench)
    bench.payments.found = None
    recovered = await _recover(bench)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert bench.payments.asked[-1] == "void"
    assert bench.bookings.tickets == []


async def test_a_payment_for_lost_seats_is_voided(bench: Workbench) -> None:
    await _pending(bench)
    bench.clock.move(minutes=11)
    await bench.hold("A1", account=BOB, key="bob")
    recovered = await _recover(bench)
    assert recovered.state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert bench.payments.asked == ["authorize", "find", "void"]
    assert bench.bookings.tickets == []


async def test_a_hold_past_its_end_is_confirmed_if_nobody_took_the_seat(bench: Workbench) -> None:
    await _pending(bench)
    bench.clock.move(minutes=11)
    assert (await _recover(bench)).status is BookingStatus.CONFIRMED


async def test_a_capture_without_an_answer_is_made_later(bench: Workbench) -> None:
    bench.payments.unavailable = {"capture"}
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.state == (BookingStatus.CONFIRMED, Step.CAPTURE)
    bench.payments.unavailable = set()
    assert (await _recover(bench)).state == (BookingStatus.CONFIRMED, Step.DONE)


async def test_a_booking_that_is_not_overdue_is_left_to_its_request(bench: Workbench) -> None:
    await _pending(bench)
    bench.clock.move(seconds=14)
    assert await bench.recover() == 0


async def test_an_unknown_outcome_is_left_to_people_who_let_it_resume(
    bench: Workbench,
) -> None:
    await _pending(bench)
    bench.payments.found = PaymentOutcome(PaymentState.UNKNOWN)
    for _ in range(2 * ATTEMPTS):
        await _recover(bench)
    left = _only_booking(bench)
    assert left.state == (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE)
    assert bench.payments.asked.count("find") == ATTEMPTS

    bench.payments.found = PaymentOutcome(PaymentState.AUTHORIZED)
    assert (await _recover(bench)).state == left.state
    await _resume(bench)
    assert (await _recover(bench)).state == (BookingStatus.CONFIRMED, Step.DONE)


@pytest.mark.parametrize("call", ["find", "capture", "refund"])
async def test_recovery_waits_for_an_unavailable_payment_service_without_limit(
    bench: Workbench, call: str
) -> None:
    booking = await _pending(bench)
    bench.payments.unavailable = {call}
    if call == "refund":
        await _recover(bench)
        await _cancel(bench)
    for _ in range(20 * ATTEMPTS):
        await _recover(bench)
        assert _only_booking(bench).status is not BookingStatus.NEEDS_ATTENTION
    bench.payments.unavailable = set()
    expected = BookingStatus.CANCELLED if call == "refund" else BookingStatus.CONFIRMED
    assert (await _recover(bench)).state == (expected, Step.DONE)
    assert _only_booking(bench).id == booking.id


@pytest.mark.parametrize(
    ("call", "status", "step"),
    [
        ("capture", BookingStatus.CONFIRMED, Step.CAPTURE),
        ("void", BookingStatus.PENDING, Step.VOID),
        ("refund", BookingStatus.CANCELLED, Step.REFUND),
    ],
)
async def test_a_step_that_payment_refuses_is_left_to_people(
    bench: Workbench, call: str, status: BookingStatus, step: Step
) -> None:
    await _pending(bench)
    bench.payments.refusing = {call}
    if call == "void":
        bench.payments.found = None
    await _recover(bench)
    if call == "refund":
        await _cancel(bench)
    assert _only_booking(bench).state == (status, step)
    for _ in range(2 * ATTEMPTS):
        await _recover(bench)
    assert _only_booking(bench).state == (BookingStatus.NEEDS_ATTENTION, step)
    bench.payments.refusing = set()
    await _resume(bench)
    assert _only_booking(bench).state == (status, step)
    assert (await _recover(bench)).step is Step.DONE


async def test_a_fault_in_one_booking_does_not_delay_the_others(bench: Workbench) -> None:
    good = await _pending(bench)
    hold = await bench.hold("A2", account=BOB, key="bob")
    bad = await bench.booking.book_hold(BOB, hold.id, "tok", "bob")
    confirm = bench.bookings.confirm

    async def failing(
        booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        if booking.id == bad.id:
            raise DuplicateKeyError("one active ticket a seat")
        await confirm(booking, tickets, events=events)

    bench.bookings.confirm = failing
    for _ in range(2 * ATTEMPTS):
        bench.clock.move(seconds=61)
        await bench.recover()
    assert bench.bookings.all[good.id].state == (BookingStatus.CONFIRMED, Step.DONE)
    assert bench.bookings.all[bad.id].state == (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE)


async def test_a_database_outage_is_not_counted_as_a_failure(bench: Workbench) -> None:
    await _pending(bench)
    confirm = bench.bookings.confirm

    async def fail(
        booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        raise AutoReconnect("connection closed")

    bench.bookings.confirm = fail
    for _ in range(2 * ATTEMPTS):
        await _recover(bench)
    assert _only_booking(bench).state == BEGINNING
    bench.bookings.confirm = confirm
    assert (await _recover(bench)).state == (BookingStatus.CONFIRMED, Step.DONE)


async def test_a_worker_that_read_an_older_version_changes_nothing(bench: Workbench) -> None:
    stale = await _pending(bench)
    bench.clock.move(seconds=61)
    await bench.bookings.lease(stale, bench.clock.now())
    (leased,) = await bench.bookings.overdue(bench.clock.now(), 10)

    async def stale_overdue(now: datetime, limit: int) -> list[Booking]:
        return [stale]

    bench.bookings.overdue = stale_overdue
    await bench.recover()
    assert bench.payments.asked == ["authorize"]
    assert _only_booking(bench) == leased
