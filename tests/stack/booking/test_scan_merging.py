"""Scans of a door that was offline are merged through the API; doubles are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.auth.viewer import Role
from tests.stack.booking.testbed import (
    INVALID,
    USER_ERROR,
    Answer,
    BookingTestbed,
    Person,
    outcome_of,
)

MERGE = f"""
mutation Merge($input: MergeScanInput!) {{
  mergeScan(input: $input) {{
    __typename
    ... on ScanMerged {{
      ticket {{ status }}
      double {{ first {{ at device }} again {{ at device }} }}
    }}
    {USER_ERROR}
    {INVALID}
  }}
}}
"""
OFFLINE_DOOR = "{ offlineDoor { keys { id publicKey } opensMinutes longestStayMinutes } }"


@pytest.fixture(scope="module")
async def staff(testbed: BookingTestbed) -> Person:
    return await testbed.person(Role.STAFF)


@pytest.fixture
async def code(testbed: BookingTestbed) -> str:
    """The code of a ticket for a showtime that begins in half an hour."""
    alice = await testbed.person()
    hold = await testbed.hold(alice, await testbed.showtime(timedelta(minutes=30)), "A1")
    booking_id = await testbed.book(alice, hold)
    ticket = await testbed.database.tickets.find_one({"bookingId": booking_id}) or {}
    return ticket["code"]


async def _merge(testbed: BookingTestbed, staff: Person, **scan: Any) -> Answer:
    return outcome_of(await testbed.ask(MERGE, staff.token, input=scan))


async def test_the_earliest_scan_is_told_first(
    testbed: BookingTestbed, staff: Person, code: str
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    later, earlier = now.isoformat(), (now - timedelta(minutes=2)).isoformat()
    alone = await _merge(testbed, staff, code=code, at=later, device="door 1")
    assert alone == {"__typename": "ScanMerged", "ticket": {"status": "USED"}, "double": None}
    double = await _merge(testbed, staff, code=f"{code}\r\n", at=earlier, device="door 2")
    again = await _merge(testbed, staff, code=code, at=earlier, device="door 2")
    assert double == again
    assert double["double"] == {
        "first": {"at": earlier, "device": "door 2"},
        "again": {"at": later, "device": "door 1"},
    }


async def test_a_code_that_was_not_sold_is_refused(testbed: BookingTestbed, staff: Person) -> None:
    now = datetime.now(UTC).isoformat()
    refused = await _merge(testbed, staff, code="x.y", at=now, device="door 1")
    assert (refused["__typename"], refused["code"]) == ("TicketRejected", "NOT_A_TICKET")


@pytest.mark.parametrize(
    ("device", "problem"),
    [("", "STRING_TOO_SHORT"), ("d" * 81, "STRING_TOO_LONG"), ("a\nb", "CONTROL_CHARACTER")],
)
async def test_a_door_has_a_name(
    testbed: BookingTestbed, staff: Person, code: str, device: str, problem: str
) -> None:
    before = await testbed.snapshot()
    now = datetime.now(UTC).isoformat()
    refused = await _merge(testbed, staff, code=code, at=now, device=device)
    assert refused["fields"] == [{"path": ["device"], "code": problem}]
    assert await testbed.snapshot() == before


async def test_a_time_of_another_age_is_refused(
    testbed: BookingTestbed, staff: Person, code: str
) -> None:
    at = "1999-12-31T23:59:59Z"
    refused = await _merge(testbed, staff, code=code, at=at, device="door 1")
    assert refused["fields"] == [{"path": ["at"], "code": "OUT_OF_RANGE"}]


async def test_an_offline_door_is_given_keys(testbed: BookingTestbed, staff: Person) -> None:
    door = outcome_of(await testbed.ask(OFFLINE_DOOR, staff.token))
    assert (door["opensMinutes"], door["longestStayMinutes"]) == (60, 240)
    assert door["keys"]
    assert all(key["publicKey"].startswith("-----BEGIN PUBLIC KEY-----") for key in door["keys"])
