"""Tickets at the door: each lets one guest in, even when calls arrive at the same time."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dev.client import Client
from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from tests.stack.system.check_in import CHECK_IN, check_in
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold

CANCEL = """
mutation Cancel($input: CancelBookingInput!) {
  cancelBooking(input: $input) { __typename ... on UserError { code } }
}
"""
BOOKING = "query Booking($id: ID!) { booking(id: $id) { status tickets { status } } }"


async def _book(client: Client, showtime: str, *seats: str) -> dict[str, Any]:
    return await book(client, (await hold(client, showtime, *seats))["id"])


async def test_a_second_scan_is_rejected_with_the_time_of_the_first(
    early_door: Client, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    booking = await _book(alice, fresh_showtime(), "C3", "C4")
    code = booking["tickets"][0]["code"]
    accepted = await check_in(early_door, code, "first")
    assert accepted["__typename"] == "TicketAccepted"
    assert (accepted["ticket"]["status"], accepted["booking"]["status"]) == ("USED", "CONFIRMED")

    again = await check_in(early_door, code)
    assert (again["__typename"], again["code"]) == ("TicketRejected", "TICKET_USED")
    assert datetime.fromisoformat(again["checkedInAt"]).tzinfo is not None
    assert await check_in(early_door, code, "first") == accepted
    other = await check_in(early_door, booking["tickets"][1]["code"], "first")
    assert other["__typename"] == "IdempotencyConflict"

    cancel = {"bookingId": booking["id"], "idempotencyKey": uuid4().hex}
    refused = (await alice.ask(CANCEL, input=cancel))["cancelBooking"]
    assert refused["__typename"] == "BookingNotCancellable"
    seats = await alice.ask(BOOKING, id=booking["id"])
    assert Counter(each["status"] for each in seats["booking"]["tickets"]) == {
        "USED": 1,
        "VALID": 1,
    }


async def test_one_of_twenty_scans_at_the_same_time_is_accepted(
    early_door: Client, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    booking = await _book(await new_customer(), fresh_showtime(), "C3")
    (ticket,) = booking["tickets"]
    answers = await asyncio.gather(*(check_in(early_door, ticket["code"]) for _ in range(20)))
    kinds = Counter(answer["__typename"] for answer in answers)
    assert kinds == {"TicketAccepted": 1, "TicketRejected": 19}
    times = {each["checkedInAt"] for each in answers if each["__typename"] == "TicketRejected"}
    assert len(times) == 1


async def test_a_ticket_is_used_or_cancelled_and_never_both(
    early_door: Client, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    for number in range(1, 7):
        booking = await _book(alice, showtime, f"C{number}")
        (ticket,) = booking["tickets"]
        cancel = {"bookingId": booking["id"], "idempotencyKey": uuid4().hex}
        entered, cancelled = await asyncio.gather(
            check_in(early_door, ticket["code"]), alice.ask(CANCEL, input=cancel)
        )
        after = (await alice.ask(BOOKING, id=booking["id"]))["booking"]
        outcome = (
            entered["__typename"],
            cancelled["cancelBooking"]["__typename"],
            after["status"],
            after["tickets"][0]["status"],
        )
        assert outcome in {
            ("TicketAccepted", "BookingNotCancellable", "CONFIRMED", "USED"),
            ("TicketRejected", "Booking", "CANCELLED", "VOID"),
        }


async def test_a_code_that_lets_nobody_in_is_rejected_with_its_reason(
    stack: Stack, early_door: Client, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    booking = await _book(alice, far_showtime(), "C3", "C4")
    code, other = (ticket["code"] for ticket in booking["tickets"])
    forged = f"{code.partition('.')[0]}.{other.partition('.')[2]}"
    for invalid, reason in ((forged, "FORGED"), (code[1:], "NOT_A_TICKET"), ("", "NOT_A_TICKET")):
        refused = await check_in(early_door, invalid)
        assert (refused["__typename"], refused["code"]) == ("TicketRejected", reason)
        assert refused["checkedInAt"] is None
    async with Client(stack.url) as too_early:
        too_early.token = early_door.token
        assert (await check_in(too_early, code))["code"] == "DOOR_NOT_OPEN"
    cancel = {"bookingId": booking["id"], "idempotencyKey": uuid4().hex}
    await alice.ask(CANCEL, input=cancel)
    assert (await check_in(early_door, code))["code"] == "TICKET_VOID"


async def test_only_staff_may_check_tickets_in(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    booking = await _book(alice, fresh_showtime(), "C3")
    given = {"code": booking["tickets"][0]["code"], "idempotencyKey": uuid4().hex}
    async with Client(stack.url) as anonymous:
        for client, code in ((alice, "FORBIDDEN"), (anonymous, "UNAUTHENTICATED")):
            answer = await client.send(CHECK_IN, input=given)
            assert answer["errors"][0]["extensions"]["code"] == code
    after = (await alice.ask(BOOKING, id=booking["id"]))["booking"]
    assert after["tickets"][0]["status"] == "VALID"


async def test_the_scans_of_an_offline_door_are_merged_and_doubles_are_reported(
    stack: Stack,
    early_door: Client,
    new_customer: NewCustomer,
    far_showtime: Callable[[], str],
    tmp_path: Path,
) -> None:
    alice, showtime = await new_customer(), far_showtime()
    booking = await _book(alice, showtime, "C3", "C4")
    cancelled = await _book(alice, showtime, "C6")
    codes = [ticket["code"] for each in (booking, cancelled) for ticket in each["tickets"]]
    keys, scans = tmp_path / "keys.json", tmp_path / "scans.jsonl"
    keys.write_text(await run_command(stack, "booking", "ticket-keys"))
    arguments = ("--keys", str(keys), "--scans", str(scans), "--device", "door 2")
    with pytest.raises(StackError, match="The door for this showtime opens at"):
        await run_command(stack, "booking", "verify-ticket", *arguments, *codes)
    arguments += ("--doors-open-minutes", "100000", "--showtime", showtime)
    printed = await run_command(stack, "booking", "verify-ticket", *arguments, *codes)
    assert [line.split()[0] for line in printed.splitlines()] == ["valid"] * 3

    # Meanwhile, online: one ticket is checked in a second time, and another is cancelled.
    assert (await check_in(early_door, codes[0]))["__typename"] == "TicketAccepted"
    cancel = {"bookingId": cancelled["id"], "idempotencyKey": uuid4().hex}
    await alice.ask(CANCEL, input=cancel)

    with pytest.raises(StackError) as found:
        await run_command(stack, "booking", "merge-scans", str(scans))
    assert "3 lines: 1 merged, 0 merged before, 1 double, 1 refused, 0 not a scan" in str(
        found.value
    )
    (double,) = [line for line in str(found.value).splitlines() if line.startswith("double ")]
    assert re.search(r"seat C\d of .* first .* by door 2, again .* by online$", double)
    statuses = (await alice.ask(BOOKING, id=booking["id"]))["booking"]["tickets"]
    assert {ticket["status"] for ticket in statuses} == {"USED"}
    first = json.loads(scans.read_text().splitlines()[0])["at"]
    again = await check_in(early_door, codes[0])
    assert datetime.fromisoformat(again["checkedInAt"]) == datetime.fromisoformat(first)

    with pytest.raises(StackError) as found:
        await run_command(stack, "booking", "merge-scans", str(scans))
    assert "3 lines: 0 merged, 2 merged before, 0 double, 1 refused, 0 not a scan" in str(
        found.value
    )
    assert await check_in(early_door, codes[0]) == again


@pytest.mark.embedded_router
async def test_tickets_are_printed_for_their_buyer_alone(
    stack: Stack, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice, bob = await new_customer(), await new_customer()
    booking = await _book(alice, far_showtime(), "C3", "C4")
    link = "query Link($id: ID!) { booking(id: $id) { reference ticketsPdfUrl } }"
    found = (await alice.ask(link, id=booking["id"]))["booking"]
    url = found["ticketsPdfUrl"]
    assert url == f"http://localhost:{stack.ports.router}/bookings/{booking['id']}/tickets.pdf"
    async with httpx.AsyncClient(trust_env=False) as http:
        for token, status in ((alice.token, 200), (bob.token, 404), ("unknown", 401)):
            answer = await http.get(url, headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == status
        printed = await http.get(url, headers={"cookie": f"session={alice.token}"})
    assert printed.headers["content-type"] == "application/pdf"
    assert found["reference"] in printed.headers["content-disposition"]
    assert printed.content.count(b"/Type /Page\n") == 2

    cancel = {"bookingId": booking["id"], "idempotencyKey": uuid4().hex}
    await alice.ask(CANCEL, input=cancel)
    assert (await alice.ask(link, id=booking["id"]))["booking"]["ticketsPdfUrl"] is None
