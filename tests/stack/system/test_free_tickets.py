"""Tickets that cost nothing: booked without a card, cancelled, and unknown to payment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from dev.client import Client
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold

SHOWTIME = """
query Showtime($id: ID!) {
  showtime(id: $id) {
    startsAt format audioLanguage movie { id }
    auditorium { id rows { seats { id seatClass } } }
  }
}
"""
SCHEDULE = """
mutation Schedule($input: ScheduleShowtimeInput!) {
  scheduleShowtime(input: $input) { __typename ... on Showtime { id } }
}
"""
CANCEL = """
mutation Cancel($input: CancelBookingInput!) {
  cancelBooking(input: $input) { __typename ... on Booking { status } }
}
"""
MINE = """
{ me { payments { totalCount } bookings { edges { node {
  id status total { display } payment { id } refundQuote { display } tickets { status }
} } } } }
"""


async def preview(admin: Client, like: str) -> tuple[str, list[str]]:
    """Schedule a showtime for which adults pay nothing; return its id and its seats' ids."""
    showtime = (await admin.ask(SHOWTIME, id=like))["showtime"]
    seats = [seat for row in showtime["auditorium"]["rows"] for seat in row["seats"]]
    starts_at = datetime.fromisoformat(showtime["startsAt"]) + timedelta(days=90)
    prices = [
        {"category": category, "seatClass": each, "amountMinor": amount, "currency": "COP"}
        for category, amount in (("ADULT", 0), ("CHILD", 500))
        for each in sorted({seat["seatClass"] for seat in seats})
    ]
    planned = await admin.ask(
        SCHEDULE,
        input={
            "movieId": showtime["movie"]["id"],
            "auditoriumId": showtime["auditorium"]["id"],
            "startsAt": starts_at.isoformat(),
            "format": showtime["format"],
            "audioLanguage": showtime["audioLanguage"],
            "prices": prices,
        },
    )
    return planned["scheduleShowtime"]["id"], [seat["id"] for seat in seats]


async def test_tickets_that_cost_nothing_need_no_card(
    stack: Stack, admin_token: str, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    async with Client(stack.url) as admin:
        admin.token = admin_token
        showtime, seats = await preview(admin, fresh_showtime())
    held = await hold(alice, showtime, *seats[:2])
    assert held["total"]["amountMinor"] == 0
    booking = await book(alice, held["id"], token=None)
    assert (booking["__typename"], booking["status"]) == ("Booking", "CONFIRMED")
    assert sorted(ticket["seatId"] for ticket in booking["tickets"]) == sorted(seats[:2])
    assert booking["payment"] is None

    mine = (await alice.ask(MINE))["me"]
    assert mine["payments"]["totalCount"] == 0
    (edge,) = mine["bookings"]["edges"]
    assert edge["node"]["total"]["display"] == edge["node"]["refundQuote"]["display"] == "COP 0.00"

    input = {"bookingId": booking["id"], "idempotencyKey": "cancel"}
    cancelled = await alice.ask(CANCEL, input=input)
    assert cancelled["cancelBooking"] == {"__typename": "Booking", "status": "CANCELLED"}
    again = await hold(alice, showtime, *seats[:2])
    assert again["__typename"] == "SeatHold", "the seats are free again"


async def test_seats_with_a_price_still_need_a_card(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3")
    refused = await book(alice, held["id"], token=None)
    assert (refused["__typename"], refused["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert (await book(alice, held["id"]))["status"] == "CONFIRMED"
