"""All bookings of a showtime that is cancelled or moved are refunded in full, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.seats import Inventory, SeatState
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.errors import ShowtimeNotBookable
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, House
from tests.unit.booking.fakes import ALICE, BOB, NOW, SHOWTIME, inventory

LATER, LATEST = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


async def _book(house: House, account: str, seat: str) -> str:
    hold = await house.hold(seat, account=account, key=seat)
    return (await house.booking.book_hold(account, hold.id, "tok", seat)).id


def _moved(house: House) -> Inventory:
    """Return the showtime an hour later, as the catalog describes it now."""
    house.clock.move(seconds=1)
    later = house.seats.all[SHOWTIME].starts_at + timedelta(hours=1)
    return replace(inventory(starts_at=later), as_of=house.clock.now())


async def test_every_booking_is_refunded_in_full_at_any_time(house: House) -> None:
    ids = [await _book(house, ALICE, "A1"), await _book(house, BOB, "A2")]
    house.clock.present = house.seats.all[SHOWTIME].starts_at - timedelta(minutes=1)
    await house.changes.cancel(SHOWTIME, LATER)
    for id in ids:
        booking = house.bookings.all[id]
        assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
        assert house.payments.refunds[booking.refund_id] == booking.total
    with pytest.raises(ShowtimeNotBookable):
        await house.hold("A3", key="later")


async def test_a_second_delivery_refunds_nothing_more(house: House) -> None:
    await _book(house, ALICE, "A1")
    await house.changes.cancel(SHOWTIME, LATER)
    await house.changes.cancel(SHOWTIME, LATER)
    assert house.payments.asked.count("refund") == 1


async def test_after_a_crash_the_rest_is_refunded(house: House) -> None:
    first = await _book(house, ALICE, "A1")
    second = await _book(house, BOB, "A2")
    booking = house.bookings.all[first]
    cancelled = booking.after(
        Cause.SHOWTIME_CANCELLED, refund=booking.total, due_at=house.clock.now()
    )
    await house.bookings.cancel(cancelled, void_used_tickets=True, events=[])
    await house.changes.cancel(SHOWTIME, LATER)
    assert house.bookings.all[second].state == (BookingStatus.CANCELLED, Step.DONE)
    house.clock.move(seconds=61)
    await house.recover()
    assert house.bookings.all[first].state == (BookingStatus.CANCELLED, Step.DONE)
    assert len(house.payments.refunds) == 2


async def test_a_payment_that_waits_for_its_capture_is_captured_and_refunded(house: House) -> None:
    house.payments.unavailable = {"capture"}
    id = await _book(house, ALICE, "A1")
    await house.changes.cancel(SHOWTIME, LATER)
    assert house.bookings.all[id].state == (BookingStatus.CANCELLED, Step.REVERSE)
    assert [ticket.status for ticket in house.bookings.tickets] == [TicketStatus.VOID]
    house.payments.unavailable = set()
    house.clock.move(seconds=61)
    await house.recover()
    booking = house.bookings.all[id]
    assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
    assert house.payments.refunds == {booking.refund_id: booking.total}
    assert house.payments.asked[-2:] == ["capture", "refund"]


async def test_a_booking_with_tickets_that_was_left_to_people_is_refunded_too(house: House) -> None:
    house.payments.refusing = {"capture"}
    id = await _book(house, ALICE, "A1")
    for _ in range(2 * ATTEMPTS):
        house.clock.move(seconds=61)
        await house.recover()
    assert house.bookings.all[id].state == (BookingStatus.NEEDS_ATTENTION, Step.CAPTURE)
    house.payments.refusing = set()
    moved = _moved(house)
    await house.changes.move(moved)
    booking = house.bookings.all[id]
    assert booking.state == (BookingStatus.CANCELLED, Step.DONE)
    assert house.payments.refunds == {booking.refund_id: booking.total}
    assert [ticket.status for ticket in house.bookings.tickets] == [TicketStatus.VOID]
    await house.hold("A1", account=BOB, key="bob")


async def test_a_payment_that_is_settled_after_the_cancellation_is_voided(house: House) -> None:
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    id = await _book(house, ALICE, "A1")
    await house.changes.cancel(SHOWTIME, LATER)
    house.clock.move(seconds=61)
    await house.recover()
    assert house.bookings.all[id].state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
    assert house.payments.asked[-1] == "void"


async def test_a_moved_showtime_is_refunded_and_sold_again(house: House) -> None:
    id = await _book(house, ALICE, "A1")
    moved = _moved(house)
    await house.changes.move(moved)
    await house.changes.move(moved)
    assert house.bookings.all[id].status is BookingStatus.CANCELLED
    assert house.seats.all[SHOWTIME].starts_at == moved.starts_at
    hold = await house.hold("A1", account=BOB, key="bob")
    await house.changes.move(replace(moved, movie_title="Arrival, once more"))
    assert house.seats.all[SHOWTIME].seats["A1"].hold_id == hold.id
    assert house.seats.all[SHOWTIME].seats["A1"].state is SeatState.HELD


async def test_a_change_of_the_auditorium_is_a_move_even_under_the_same_name(house: House) -> None:
    id = await _book(house, ALICE, "A1")
    house.clock.move(seconds=1)
    before = house.seats.all[SHOWTIME]
    assert await _status_after(house, id, before.auditorium_id) is BookingStatus.CONFIRMED
    assert await _status_after(house, id, "aud_2") is BookingStatus.CANCELLED
    assert house.seats.all[SHOWTIME].auditorium_id == "aud_2"


async def _status_after(house: House, booking_id: str, auditorium_id: str) -> BookingStatus:
    """Return the booking's status after the catalog put its showtime into that auditorium."""
    moved = replace(inventory(), as_of=house.clock.now(), auditorium_id=auditorium_id)
    await house.changes.move(moved)
    return house.bookings.all[booking_id].status


async def test_an_unknown_showtime_is_stored_as_it_is_now(house: House) -> None:
    house.seats.all.clear()
    await house.changes.cancel(SHOWTIME, LATER)
    await house.changes.move(inventory())
    assert SHOWTIME in house.seats.all


async def test_older_events_that_arrive_late_change_nothing(
    house: House,
) -> None:
    begins = house.seats.all[SHOWTIME].starts_at
    first = replace(inventory(starts_at=begins + timedelta(hours=1)), as_of=LATER)
    second = replace(inventory(starts_at=begins + timedelta(hours=2)), as_of=LATEST)
    await house.changes.move(second)
    id = await _book(house, ALICE, "A1")
    await house.changes.move(first)
    await house.changes.cancel(SHOWTIME, LATER)
    assert house.seats.all[SHOWTIME].starts_at == second.starts_at
    assert house.bookings.all[id].status is BookingStatus.CONFIRMED


async def test_an_older_move_does_not_bring_a_cancelled_showtime_back(
    house: House,
) -> None:
    await house.changes.cancel(SHOWTIME, LATEST)
    begins = house.seats.all[SHOWTIME].starts_at
    moved = replace(inventory(starts_at=begins + timedelta(hours=1)), as_of=LATER)
    await house.changes.move(moved)
    assert not house.seats.all[SHOWTIME].scheduled


async def test_a_cancelled_showtime_that_is_unknown_is_fetched_from_the_catalog(
    house: House,
) -> None:
    house.seats.all.clear()
    house.catalog.knows = replace(inventory(), scheduled=False)
    await house.changes.cancel(SHOWTIME, LATER)
    await house.seats.add(inventory())
    assert not house.seats.all[SHOWTIME].scheduled
