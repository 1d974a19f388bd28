"""All bookings of a showtime that is cancelled or moved are refunded in full, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.seats import Inventory, SeatState
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.errors import ShowtimeNotBookable
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, Workbench
from tests.unit.booking.fakes import ALICE, BOB, NOW, SHOWTIME, inventory

LATER, LATEST = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


async def _book(bench: Workbench, account: str, seat: str) -> str:
    hold = await bench.hold(seat, account=account, key=seat)
    return (await bench.booking.book_hold(account, hold.id, "tok", seat)).id


def _moved(bench: Workbench) -> Inventory:
    """Return the showtime an hour later, as the catalog describes it now."""
    bench.clock.move(seconds=1)
    later = bench.seats.all[SHOWTIME].starts_at + timedelta(hours=1)
    return replace(inventory(starts_at=later), as_of=bench.clock.now())


async def test_every_booking_is_refunded_in_full_at_any_time(bench: Workbench) -> None:
    ids = [await _book(bench, ALICE, "A1"), await _book(bench, BOB, "A2")]
    bench.clock.present = bench.seats.all[SHOWTIME].starts_at - timedelta(minutes=1)
    await bench.changes.cancel(SHOWTIME, LATER)
    for id in ids:
        booking = bench.bookings.all[id]
        assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
        assert bench.payments.refunds[booking.refund_id] == booking.total
    with pytest.raises(ShowtimeNotBookable):
        await bench.hold("A3", key="later")


async def test_a_second_delivery_refunds_nothing_more(bench: Workbench) -> None:
    await _book(bench, ALICE, "A1")
    await bench.changes.cancel(SHOWTIME, LATER)
    await bench.changes.cancel(SHOWTIME, LATER)
    assert bench.payments.asked.count("refund") == 1


async def test_after_a_crash_the_rest_is_refunded(bench: Workbench) -> None:
    first = await _book(bench, ALICE, "A1")
    second = await _book(bench, BOB, "A2")
    booking = bench.bookings.all[first]
    cancelled = booking.after(
        Cause.SHOWTIME_CANCELLED, refund=booking.total, due_at=bench.clock.now()
    )
    await bench.bookings.cancel(cancelled, void_used_tickets=True, events=[])
    await bench.changes.cancel(SHOWTIME, LATER)
    assert bench.bookings.all[second].state == (BookingStatus.CANCELLED, Step.DONE)
    bench.clock.move(seconds=61)
    await bench.recover()
    assert bench.bookings.all[first].state == (BookingStatus.CANCELLED, Step.DONE)
    assert len(bench.payments.refunds) == 2


async def test_a_payment_that_waits_for_its_capture_is_captured_and_refunded(
    bench: Workbench,
) -> None:
    bench.payments.unavailable = {"capture"}
    id = await _book(bench, ALICE, "A1")
    await bench.changes.cancel(SHOWTIME, LATER)
    assert bench.bookings.all[id].state == (BookingStatus.CANCELLED, Step.REVERSE)
    assert [ticket.status for ticket in bench.bookings.tickets] == [TicketStatus.VOID]
    bench.payments.unavailable = set()
    bench.clock.move(seconds=61)
    await bench.recover()
    booking = bench.bookings.all[id]
    assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
    assert bench.payments.refunds == {booking.refund_id: booking.total}
    assert bench.payments.asked[-2:] == ["capture", "refund"]


async def test_a_booking_with_tickets_that_was_left_to_people_is_refunded_too(
    bench: Workbench,
) -> None:
    bench.payments.refusing = {"capture"}
    id = await _book(bench, ALICE, "A1")
    for _ in range(2 * ATTEMPTS):
        bench.clock.move(seconds=61)
        await bench.recover()
    assert bench.bookings.all[id].state == (BookingStatus.NEEDS_ATTENTION, Step.CAPTURE)
    bench.payments.refusing = set()
    moved = _moved(bench)
    await bench.changes.move(moved)
    booking = bench.bookings.all[id]
    assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
    assert bench.payments.refunds == {booking.refund_id: booking.total}
    assert [ticket.status for ticket in bench.bookings.tickets] == [TicketStatus.VOID]
    await bench.hold("A1", account=BOB, key="bob")


async def test_a_payment_that_is_settled_after_the_cancellation_is_voided(bench: Workbench) -> None:
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    id = await _book(bench, ALICE, "A1")
    await bench.changes.cancel(SHOWTIME, LATER)
    bench.clock.move(seconds=61)
    await bench.recover()
    assert bench.bookings.all[id].state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert bench.payments.asked[-1] == "void"


async def test_a_moved_showtime_is_refunded_and_sold_again(bench: Workbench) -> None:
    id = await _book(bench, ALICE, "A1")
    moved = _moved(bench)
    await bench.changes.move(moved)
    await bench.changes.move(moved)
    assert bench.bookings.all[id].status is BookingStatus.CANCELLED
    assert bench.seats.all[SHOWTIME].starts_at == moved.starts_at
    hold = await bench.hold("A1", account=BOB, key="bob")
    await bench.changes.move(replace(moved, movie_title="Arrival, once more"))
    assert bench.seats.all[SHOWTIME].seats["A1"].hold_id == hold.id
    assert bench.seats.all[SHOWTIME].seats["A1"].state is SeatState.HELD


async def test_a_change_of_the_auditorium_is_a_move_even_under_the_same_name(
    bench: Workbench,
) -> None:
    id = await _book(bench, ALICE, "A1")
    bench.clock.move(seconds=1)
    before = bench.seats.all[SHOWTIME]
    assert await _status_after(bench, id, before.auditorium_id) is BookingStatus.CONFIRMED
    assert await _status_after(bench, id, "aud_2") is BookingStatus.CANCELLED
    assert bench.seats.all[SHOWTIME].auditorium_id == "aud_2"


async def _status_after(bench: Workbench, booking_id: str, auditorium_id: str) -> BookingStatus:
    """Return the booking's status after the catalog put its showtime into that auditorium."""
    moved = replace(inventory(), as_of=bench.clock.now(), auditorium_id=auditorium_id)
    await bench.changes.move(moved)
    return bench.bookings.all[booking_id].status


async def test_an_unknown_showtime_is_stored_as_it_is_now(bench: Workbench) -> None:
    bench.seats.all.clear()
    await bench.changes.cancel(SHOWTIME, LATER)
    await bench.changes.move(inventory())
    assert SHOWTIME in bench.seats.all


async def test_older_events_that_arrive_late_change_nothing(
    bench: Workbench,
) -> None:
    begins = bench.seats.all[SHOWTIME].starts_at
    first = replace(inventory(starts_at=begins + timedelta(hours=1)), as_of=LATER)
    second = replace(inventory(starts_at=begins + timedelta(hours=2)), as_of=LATEST)
    await bench.changes.move(second)
    id = await _book(bench, ALICE, "A1")
    await bench.changes.move(first)
    await bench.changes.cancel(SHOWTIME, LATER)
    assert bench.seats.all[SHOWTIME].starts_at == second.starts_at
    assert bench.bookings.all[id].status is BookingStatus.CONFIRMED


async def test_an_older_move_does_not_bring_a_cancelled_showtime_back(
    bench: Workbench,
) -> None:
    await bench.changes.cancel(SHOWTIME, LATEST)
    begins = bench.seats.all[SHOWTIME].starts_at
    moved = replace(inventory(starts_at=begins + timedelta(hours=1)), as_of=LATER)
    await bench.changes.move(moved)
    assert not bench.seats.all[SHOWTIME].scheduled


async def test_a_cancelled_showtime_that_is_unknown_is_fetched_from_the_catalog(
    bench: Workbench,
) -> None:
    bench.seats.all.clear()
    bench.catalog.knows = replace(inventory(), scheduled=False)
    await bench.changes.cancel(SHOWTIME, LATER)
    await bench.seats.add(inventory())
    assert not bench.seats.all[SHOWTIME].scheduled
