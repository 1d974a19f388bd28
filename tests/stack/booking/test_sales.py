"""What was sold, counted by the real database."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from shared.auth.viewer import Role
from tests.stack.booking.operations import CHECK_IN
from tests.stack.booking.testbed import BookingTestbed, outcome_of

_SALES = """
query Sales($of: [_Any!]!) {
  _entities(representations: $of) { ... on Showtime { sales {
    capacity seatsBooked seatsHeld seatsAdmitted bookingCount
    takings { amountMinor currency } refundIfCancelled { amountMinor }
  } } }
}
"""


async def test_sales_of_two_showtimes(testbed: BookingTestbed) -> None:
    staff, guest = await testbed.person(Role.STAFF), await testbed.person()

    async def sales() -> list[dict[str, Any]]:
        references = [{"__typename": "Showtime", "id": id} for id in (soon, empty)]
        answer = await testbed.ask(_SALES, staff.token, of=references)
        return [each["sales"] for each in answer["data"]["_entities"]]

    soon = await testbed.showtime(timedelta(minutes=50))
    empty = await testbed.showtime()
    kept = await testbed.book(guest, await testbed.hold(guest, soon, "A1", "A2"))
    given_back = await testbed.book(guest, await testbed.hold(guest, soon, "A3"))
    await testbed.cancel(guest, given_back)
    await testbed.hold(guest, soon, "B1")
    ticket = await testbed.database.tickets.find_one({"bookingId": kept, "seatId": "A1"}) or {}
    scan = {"code": ticket["code"], "idempotencyKey": uuid4().hex}
    outcome_of(await testbed.ask(CHECK_IN, staff.token, input=scan))
    sold, nothing = await sales()
    # B9 is blocked. So close to the showtime, a booking that is cancelled gets nothing back.
    assert sold == {
        "capacity": 19,
        "seatsBooked": 2,
        "seatsHeld": 1,
        "seatsAdmitted": 1,
        "bookingCount": 1,
        "takings": {"amountMinor": 3000, "currency": "MXN"},
        "refundIfCancelled": {"amountMinor": 2000},
    }
    assert nothing == {
        "capacity": 19,
        "seatsBooked": 0,
        "seatsHeld": 0,
        "seatsAdmitted": 0,
        "bookingCount": 0,
        "takings": {"amountMinor": 0, "currency": "MXN"},
        "refundIfCancelled": {"amountMinor": 0},
    }
