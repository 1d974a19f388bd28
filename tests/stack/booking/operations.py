"""Every operation of booking, with its variables and the callers that may use it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.stack.access import ANONYMOUS, EXPIRED, NOBODY, OWNER, PEOPLE, SERVICE
from tests.stack.booking.testbed import BEST, BOOK, CANCEL, HOLD, USER_ERROR, BookingTestbed, Person

CALLERS = (ANONYMOUS, EXPIRED, *PEOPLE, SERVICE)
Variables = Mapping[str, Any]
Prepare = Callable[[BookingTestbed, Person], Awaitable[Variables]]
"""Makes the variables of a call about the owner's holds, bookings or tickets."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation and its `allowed` callers; `refused` is the code for other people."""

    name: str
    document: str
    prepare: Prepare
    allowed: tuple[str, ...]
    refused: str = "NOT_FOUND"
    nobody: str = "UNAUTHENTICATED"

    def expected(self, caller: str) -> str:
        if caller in self.allowed:
            return "allowed"
        return self.nobody if caller in NOBODY else self.refused


async def _nothing(_testbed: BookingTestbed, _owner: Person) -> Variables:
    return {}


async def _showtime(testbed: BookingTestbed, _owner: Person) -> Variables:
    return {"of": [{"__typename": "Showtime", "id": await testbed.showtime()}]}


async def _watched_showtime(testbed: BookingTestbed, _owner: Person) -> Variables:
    return {"id": await testbed.showtime()}


async def _account(_testbed: BookingTestbed, owner: Person) -> Variables:
    return {"of": [{"__typename": "Account", "id": owner.id}]}


async def _hold(testbed: BookingTestbed, owner: Person) -> Variables:
    return {"id": await testbed.hold(owner, await testbed.showtime(), "A1")}


async def _booking(testbed: BookingTestbed, owner: Person) -> Variables:
    return {"id": await testbed.book(owner, (await _hold(testbed, owner))["id"])}


async def _booking_by_reference(testbed: BookingTestbed, owner: Person) -> Variables:
    return {"of": [{"__typename": "Booking", **await _booking(testbed, owner)}]}


async def _seats(testbed: BookingTestbed, _owner: Person) -> Variables:
    return _keyed(showtimeId=await testbed.showtime(), seats=[{"seatId": "A1"}])


async def _best_seats(testbed: BookingTestbed, _owner: Person) -> Variables:
    return _keyed(showtimeId=await testbed.showtime(), categories=["ADULT"])


async def _payable(testbed: BookingTestbed, owner: Person) -> Variables:
    return _keyed(holdId=(await _hold(testbed, owner))["id"], paymentToken="tok_visa")


async def _cancellable(testbed: BookingTestbed, owner: Person) -> Variables:
    return _keyed(bookingId=(await _booking(testbed, owner))["id"])


async def _ticket(testbed: BookingTestbed, owner: Person) -> Variables:
    soon = await testbed.showtime(timedelta(minutes=20))
    booking_id = await testbed.book(owner, await testbed.hold(owner, soon, "A1"))
    ticket = await testbed.database.tickets.find_one({"bookingId": booking_id}) or {}
    return _keyed(code=ticket["code"])


async def _scan(testbed: BookingTestbed, owner: Person) -> Variables:
    code = (await _ticket(testbed, owner))["input"]["code"]
    return {"input": {"code": code, "at": datetime.now(UTC).isoformat(), "device": "door 2"}}


def _keyed(**input: Any) -> Variables:
    return {"input": {**input, "idempotencyKey": uuid4().hex}}


def _by_id(name: str, fields: str, kind: str = "mutation") -> str:
    return f"{kind} Call($id: ID!) {{ {name}(id: $id) {{ __typename {fields} }} }}"


_ENTITY = """
query Entity($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Booking { reference tickets { code } }
    ... on Account { bookings { totalCount } }
    ... on Showtime { seatMap { version } }
  }
}
"""
_SALES = """
query Sales($of: [_Any!]!) {
  _entities(representations: $of) { ... on Showtime { sales { seatsBooked } } }
}
"""
CHECK_IN = f"""
mutation Call($input: CheckInTicketInput!) {{
  checkInTicket(input: $input) {{ __typename {USER_ERROR} }}
}}
"""
_MERGE_SCAN = f"""
mutation Call($input: MergeScanInput!) {{
  mergeScan(input: $input) {{ __typename {USER_ERROR} }}
}}
"""
_STAFF = ("STAFF", "ADMIN")
_ADMIN = ("ADMIN",)
OPERATIONS = (
    Operation("hold", _by_id("hold", "id", "query"), _hold, (OWNER,), "null"),
    Operation(
        "booking",
        _by_id("booking", "tickets { code }", "query"),
        _booking,
        (OWNER, "STAFF", "ADMIN"),
        "null",
    ),
    Operation("bookings", "{ bookings { totalCount } }", _nothing, _ADMIN, "FORBIDDEN"),
    Operation(
        "a Booking by reference",
        _ENTITY,
        _booking_by_reference,
        (OWNER, "STAFF", "ADMIN"),
        "null",
        "null",
    ),
    Operation("Account.bookings", _ENTITY, _account, (OWNER, "ADMIN"), "null", "null"),
    Operation("Showtime.seatMap", _ENTITY, _showtime, CALLERS),
    Operation("Showtime.sales", _SALES, _showtime, _STAFF, "FORBIDDEN"),
    Operation("holdSeats", HOLD, _seats, PEOPLE),
    Operation("holdBestSeats", BEST, _best_seats, PEOPLE),
    Operation("extendHold", _by_id("extendHold", USER_ERROR), _hold, (OWNER,)),
    Operation("releaseHold", _by_id("releaseHold", USER_ERROR), _hold, (OWNER,)),
    Operation("bookHold", BOOK, _payable, (OWNER,)),
    Operation("cancelBooking", CANCEL, _cancellable, (OWNER, "ADMIN")),
    Operation("offlineDoor", "{ offlineDoor { keys { id } } }", _nothing, _STAFF, "FORBIDDEN"),
    Operation("checkInTicket", CHECK_IN, _ticket, _STAFF, "FORBIDDEN"),
    Operation("mergeScan", _MERGE_SCAN, _scan, _STAFF, "FORBIDDEN"),
)
SUBSCRIPTIONS = (
    Operation(
        "seatMapChanged",
        "subscription Watch($id: ID!) { seatMapChanged(showtimeId: $id) { version } }",
        _watched_showtime,
        CALLERS,
    ),
    Operation(
        "bookingUpdated",
        "subscription Watch($id: ID!) { bookingUpdated(id: $id) { status } }",
        _booking,
        (OWNER,),
    ),
)
