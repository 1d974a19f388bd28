"""The door: a ticket lets a guest in once, however often it is shown."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.auth.viewer import Role, Viewer
from shared.errors import Unavailable
from subgraphs.booking import errors
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.check_in import LONGEST_STAY, OfflineRules, add_scan
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.tickets import Scan, Ticket, TicketStatus
from tests.unit.booking.conftest import DOOR_OPENS, Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME
from tests.unit.booking.readings import DRESSED

STAFF = Viewer(BOB, "ses_2", frozenset({Role.STAFF}))
OWNER = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))


async def _at_the_door(bench: Workbench) -> tuple[Booking, Ticket]:
    """Book two seats ten minutes before the showtime; return the booking and one ticket."""
    hold = await bench.hold("A1", "A2")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.clock.present = _starts_at(bench) - timedelta(minutes=10)
    return booking, bench.bookings.tickets[0]


def _starts_at(bench: Workbench) -> datetime:
    return bench.seats.all[SHOWTIME].starts_at


def _ticket(bench: Workbench) -> Ticket:
    return bench.bookings.tickets[0]


async def test_a_ticket_lets_in_once(bench: Workbench) -> None:
    booking, ticket = await _at_the_door(bench)
    first = bench.clock.now()
    accepted, its_booking = await bench.door.check_in(STAFF, ticket.code, "1")
    assert (accepted.status, its_booking.id) == (TicketStatus.USED, booking.id)
    bench.clock.move(minutes=3)
    with pytest.raises(errors.TicketUsed, match=r"12:50:00 on 25 November 2026") as refused:
        await bench.door.check_in(STAFF, ticket.code, "2")
    assert refused.value.checked_in_at == first
    assert [scan.at for scan in _ticket(bench).scans] == [first]
    other, _ = await bench.door.check_in(STAFF, bench.bookings.tickets[1].code, "3")
    assert other.seat_id == "A2"


async def test_an_offline_door_gets_the_keys_and_the_times(bench: Workbench) -> None:
    rules = await bench.door.offline_rules()
    assert rules == OfflineRules({"k1": "PEM"}, DOOR_OPENS, LONGEST_STAY)


async def test_the_same_key_lets_the_same_guest_in(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)
    first = await bench.door.check_in(STAFF, ticket.code, "1")
    bench.clock.move(hours=9)
    assert await bench.door.check_in(STAFF, ticket.code, "1") == first


async def test_a_lost_answer_is_given_again(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)

    def lost() -> None:
        raise ConnectionError

    bench.tickets.after_writing = lost
    with pytest.raises(ConnectionError):
        await bench.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(bench).status is TicketStatus.USED
    bench.clock.move(seconds=5)
    accepted, _ = await bench.door.check_in(STAFF, ticket.code, "1")
    assert len(accepted.scans) == 1


async def test_a_store_that_fails_changes_nothing(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)

    def fail() -> None:
        raise Unavailable("database")

    bench.tickets.before_writing = fail
    with pytest.raises(Unavailable):
        await bench.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(bench) == ticket
    accepted, _ = await bench.door.check_in(STAFF, ticket.code, "1")
    assert accepted.status is TicketStatus.USED


async def test_the_loser_of_a_race_for_a_ticket_is_refused(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)
    earlier = Scan("chk_other", bench.clock.now(), "online")

    def another_door() -> None:
        bench.bookings.tickets[0] = add_scan(ticket, earlier)

    bench.tickets.before_writing = another_door
    with pytest.raises(errors.TicketUsed) as refused:
        await bench.door.check_in(STAFF, ticket.code, "1")
    assert refused.value.checked_in_at == earlier.at
    assert list(_ticket(bench).scans) == [earlier]


async def test_a_booking_that_is_cancelled_at_the_same_time_lets_nobody_in(
    bench: Workbench,
) -> None:
    _, ticket = await _at_the_door(bench)

    def cancelled() -> None:
        bench.bookings.tickets[0] = replace(ticket, status=TicketStatus.VOID)

    bench.tickets.before_writing = cancelled
    with pytest.raises(errors.TicketVoid):
        await bench.door.check_in(STAFF, ticket.code, "1")


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
    bench: Workbench, code: str, refusal: type[errors.TicketRejected]
) -> None:
    await _at_the_door(bench)
    with pytest.raises(refusal):
        await bench.door.check_in(STAFF, code, "1")
    assert {ticket.status for ticket in bench.bookings.tickets} == {TicketStatus.VALID}


@pytest.mark.parametrize("template", DRESSED)
async def test_what_a_scanner_adds_to_a_code_is_taken_off(bench: Workbench, template: str) -> None:
    _, ticket = await _at_the_door(bench)
    first, _ = await bench.door.check_in(STAFF, template.format(ticket.code), "1")
    assert (first.id, first.status) == (ticket.id, TicketStatus.USED)
    # A repetition is the same call, with or without what the scanner adds.
    again, _ = await bench.door.check_in(STAFF, ticket.code, "1")
    assert again == first


@pytest.mark.parametrize("code", ["\r\n", "]Q3", " signed\r\n:tkt", "x]Q3signed:tkt"])
async def test_what_is_no_code_stays_none(bench: Workbench, code: str) -> None:
    await _at_the_door(bench)
    with pytest.raises(errors.NotATicket):
        await bench.door.check_in(STAFF, code, "1")


async def test_another_code_for_a_ticket_that_was_sold_is_refused(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)
    bench.bookings.tickets[0] = replace(ticket, code="signed:as it was sold")
    with pytest.raises(errors.UnknownTicket):
        await bench.door.check_in(STAFF, ticket.code, "1")


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
    bench: Workbench, after_start: timedelta, refusal: type[errors.TicketRejected] | None
) -> None:
    _, ticket = await _at_the_door(bench)
    bench.clock.present = _starts_at(bench) + after_start
    if refusal is None:
        await bench.door.check_in(STAFF, ticket.code, "1")
    else:
        with pytest.raises(refusal):
            await bench.door.check_in(STAFF, ticket.code, "1")
    assert _ticket(bench).status is (TicketStatus.VALID if refusal else TicketStatus.USED)


async def test_a_refusal_is_not_stored(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)
    bench.clock.move(hours=-3)
    with pytest.raises(errors.DoorNotOpen, match=r"opens at 12:00 on 25 November 2026"):
        await bench.door.check_in(STAFF, ticket.code, "1")
    bench.clock.move(hours=3)
    accepted, _ = await bench.door.check_in(STAFF, ticket.code, "1")
    assert accepted.status is TicketStatus.USED


async def test_a_cancelled_showtime_lets_nobody_in(bench: Workbench) -> None:
    _, ticket = await _at_the_door(bench)
    await bench.seats.stop_sales(SHOWTIME, bench.clock.now())
    with pytest.raises(errors.ShowtimeNotTakingPlace):
        await bench.door.check_in(STAFF, ticket.code, "1")


async def test_a_booking_with_a_used_ticket_cannot_be_cancelled(bench: Workbench) -> None:
    booking, ticket = await _at_the_door(bench)
    await bench.door.check_in(STAFF, ticket.code, "1")
    starts_at = bench.seats.all[SHOWTIME].starts_at
    assert bench.booking.refund_quote(booking, bench.bookings.tickets, starts_at) is None
    with pytest.raises(errors.BookingNotCancellable):
        await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert bench.bookings.all[booking.id].status is BookingStatus.CONFIRMED
    assert "refund" not in bench.payments.asked


async def test_a_ticket_that_is_used_at_the_same_time_keeps_its_booking(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking, ticket = await _at_the_door(bench)
    cancel = bench.bookings.cancel

    async def after_check_in(cancelled: Booking, **how: Any) -> None:
        await bench.door.check_in(STAFF, ticket.code, "1")
        await cancel(cancelled, **how)

    monkeypatch.setattr(bench.bookings, "cancel", after_check_in)
    with pytest.raises(errors.BookingNotCancellable):
        await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert bench.bookings.all[booking.id].status is BookingStatus.CONFIRMED


async def test_a_cancelled_showtime_is_refunded_to_guests_who_are_inside_too(
    bench: Workbench,
) -> None:
    booking, ticket = await _at_the_door(bench)
    await bench.door.check_in(STAFF, ticket.code, "1")
    await bench.changes.cancel(SHOWTIME, bench.clock.now())
    assert bench.bookings.all[booking.id].status is BookingStatus.CANCELLED
    assert bench.payments.refunds == {booking.refund_id: booking.total}
    with pytest.raises(errors.TicketVoid):
        await bench.door.check_in(STAFF, ticket.code, "2")
