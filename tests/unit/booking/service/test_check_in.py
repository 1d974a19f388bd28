"""The door: a ticket lets a guest in once, however often it is shown."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.auth.viewer import Role, Viewer
from shared.errors import Unavailable
from subgraphs.booking import errors
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.check_in import add_scan
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.tickets import Scan, Ticket, TicketStatus
from tests.unit.booking.conftest import DOOR_OPENS, House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME
from tests.unit.booking.readings import DRESSED

STAFF = Viewer(BOB, "ses_2", frozenset({Role.STAFF}))
OWNER = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))


async def _at_the_door(house: House) -> tuple[Booking, Ticket]:
    """Book two seats ten minutes before the showtime; return the booking and one ticket."""
    hold = await house.hold("A1", "A2")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    house.clock.present = _starts_at(house) - timedelta(minutes=10)
    return booking, house.bookings.tickets[0]


def _starts_at(house: House) -> datetime:
    return house.seats.all[SHOWTIME].starts_at


def _ticket(house: House) -> Ticket:
    return house.bookings.tickets[0]


async def test_a_ticket_lets_in_once(house: House) -> None:
    booking, ticket = await _at_the_door(house)
    first = house.clock.now()
    accepted, its_booking = await house.door.check_in(STAFF, ticket.code, "1")
    assert (accepted.status, its_booking.id) == (TicketStatus.USED, booking.id)
    house.clock.move(minutes=3)
    with pytest.raises(errors.TicketUsed, match=r"12:50:00 on 25 November 2026") as refused:
        await house.door.check_in(STAFF, ticket.code, "2")
    assert refused.value.checked_in_at == first
    assert [scan.at for scan in _ticket(house).scans] == [first]
    other, _ = await house.door.check_in(STAFF, house.bookings.tickets[1].code, "3")
    assert other.seat_id == "A2"


async def test_the_same_key_lets_the_same_guest_in(house: House) -> None:
    _, ticket = await _at_the_door(house)
    first = await house.door.check_in(STAFF, ticket.code, "1")
    house.clock.move(hours=9)
    assert await house.door.check_in(STAFF, ticket.code, "1") == first


async def test_a_lost_answer_is_given_again(house: House) -> None:
    _, ticket = await _at_the_door(house)

    def lost() -> None:
        raise ConnectionError

    house.tickets.after_writing = lost
    with pytest.raises(ConnectionError):
        await house.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(house).status is TicketStatus.USED
    house.clock.move(seconds=5)
    accepted, _ = await house.door.check_in(STAFF, ticket.code, "1")
    assert len(accepted.scans) == 1


async def test_a_store_that_fails_changes_nothing(house: House) -> None:
    _, ticket = await _at_the_door(house)

    def fail() -> None:
        raise Unavailable("database")

    house.tickets.before_writing = fail
    with pytest.raises(Unavailable):
        await house.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(house) == ticket
    accepted, _ = await house.door.check_in(STAFF, ticket.code, "1")
    assert accepted.status is TicketStatus.USED


async def test_the_loser_of_a_race_for_a_ticket_is_refused(house: House) -> None:
    _, ticket = await _at_the_door(house)
    earlier = Scan("chk_other", house.clock.now(), "online")

    def another_door() -> None:
        house.bookings.tickets[0] = add_scan(ticket, earlier)

    house.tickets.before_writing = another_door
    with pytest.raises(errors.TicketUsed) as refused:
        await house.door.check_in(STAFF, ticket.code, "1")
    assert refused.value.checked_in_at == earlier.at
    assert list(_ticket(house).scans) == [earlier]


async def test_a_booking_that_is_cancelled_at_the_same_time_lets_nobody_in(house: House) -> None:
    _, ticket = await _at_the_door(house)

    def cancelled() -> None:
        house.bookings.tickets[0] = replace(ticket, status=TicketStatus.VOID)

    house.tickets.before_writing = cancelled
    with pytest.raises(errors.TicketVoid):
        await house.door.check_in(STAFF, ticket.code, "1")


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("", errors.NotATicket),
        ("nonsense", errors.NotATicket),
        ("signed:tkt_99999999999999999999999999", errors.UnknownTicket),
        ("signed:", errors.UnknownTicket),
    ],
)
async def test_a_code_that_was_not_sold_is_refused(
    house: House, code: str, refusal: type[errors.TicketRejected]
) -> None:
    await _at_the_door(house)
    with pytest.raises(refusal):
        await house.door.check_in(STAFF, code, "1")
    assert {ticket.status for ticket in house.bookings.tickets} == {TicketStatus.VALID}


@pytest.mark.parametrize("template", DRESSED)
async def test_what_a_scanner_adds_to_a_code_is_taken_off(house: House, template: str) -> None:
    _, ticket = await _at_the_door(house)
    first, _ = await house.door.check_in(STAFF, template.format(ticket.code), "1")
    assert (first.id, first.status) == (ticket.id, TicketStatus.USED)
    # A repetition is the same call, with or without what the scanner adds.
    again, _ = await house.door.check_in(STAFF, ticket.code, "1")
    assert again == first


@pytest.mark.parametrize("code", ["\r\n", "]Q3", " signed\r\n:tkt", "x]Q3signed:tkt"])
async def test_what_is_no_code_stays_none(house: House, code: str) -> None:
    await _at_the_door(house)
    with pytest.raises(errors.NotATicket):
        await house.door.check_in(STAFF, code, "1")


async def test_another_code_for_a_ticket_that_was_sold_is_refused(house: House) -> None:
    _, ticket = await _at_the_door(house)
    house.bookings.tickets[0] = replace(ticket, code="signed:as it was sold")
    with pytest.raises(errors.UnknownTicket):
        await house.door.check_in(STAFF, ticket.code, "1")


@pytest.mark.parametrize(
    ("after_start", "refusal"),
    [
        (-DOOR_OPENS - timedelta(milliseconds=1), errors.DoorNotOpen),
        (-DOOR_OPENS, None),
        (timedelta(hours=2) - timedelta(milliseconds=1), None),
        (timedelta(hours=2), errors.ShowtimeOver),
        (timedelta(days=2), errors.ShowtimeOver),
    ],
)
async def test_the_door_is_open_from_an_hour_before_until_the_end(
    house: House, after_start: timedelta, refusal: type[errors.TicketRejected] | None
) -> None:
    _, ticket = await _at_the_door(house)
    house.clock.present = _starts_at(house) + after_start
    if refusal is None:
        await house.door.check_in(STAFF, ticket.code, "1")
    else:
        with pytest.raises(refusal):
            await house.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(house).status is (TicketStatus.VALID if refusal else TicketStatus.USED)


async def test_a_refusal_is_not_stored(house: House) -> None:
    _, ticket = await _at_the_door(house)
    house.clock.move(hours=-3)
    with pytest.raises(errors.DoorNotOpen, match=r"opens at 12:00 on 25 November 2026"):
        await house.door.check_in(STAFF, ticket.code, "1")
    house.clock.move(hours=3)
    accepted, _ = await house.door.check_in(STAFF, ticket.code, "1")
    assert accepted.status is TicketStatus.USED


async def test_a_cancelled_showtime_lets_nobody_in(house: House) -> None:
    _, ticket = await _at_the_door(house)
    await house.seats.stop_sales(SHOWTIME, house.clock.now())
    with pytest.raises(errors.ShowtimeNotTakingPlace):
        await house.door.check_in(STAFF, ticket.code, "1")


async def test_a_booking_with_a_used_ticket_cannot_be_cancelled(house: House) -> None:
    booking, ticket = await _at_the_door(house)
    await house.door.check_in(STAFF, ticket.code, "1")
    starts_at = house.seats.all[SHOWTIME].starts_at
    assert house.booking.refund_quote(booking, house.bookings.tickets, starts_at) is None
    with pytest.raises(errors.BookingNotCancellable):
        await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert house.bookings.all[booking.id].status is BookingStatus.CONFIRMED
    assert "refund" not in house.payments.asked


async def test_a_ticket_that_is_used_at_the_same_time_keeps_its_booking(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking, ticket = await _at_the_door(house)
    cancel = house.bookings.cancel

    async def after_check_in(cancelled: Booking, **how: Any) -> None:
        await house.door.check_in(STAFF, ticket.code, "1")
        await cancel(cancelled, **how)

    monkeypatch.setattr(house.bookings, "cancel", after_check_in)
    with pytest.raises(errors.BookingNotCancellable):
        await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert house.bookings.all[booking.id].status is BookingStatus.CONFIRMED


async def test_a_cancelled_showtime_is_refunded_to_guests_who_are_inside_too(
    house: House,
) -> None:
    booking, ticket = await _at_the_door(house)
    await house.door.check_in(STAFF, ticket.code, "1")
    await house.changes.cancel(SHOWTIME, house.clock.now())
    assert house.bookings.all[booking.id].status is BookingStatus.CANCELLED
    assert house.payments.refunds == {booking.refund_id: booking.total}
    with pytest.raises(errors.TicketVoid):
        await house.door.check_in(STAFF, ticket.code, "2")
