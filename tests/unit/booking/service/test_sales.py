"""Sales follow a booking through its life."""

from datetime import timedelta

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.domain.sales import ShowtimeSales
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME

OWNER = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
STAFF = Viewer(BOB, "ses_2", frozenset({Role.STAFF}))


async def _sales(bench: Workbench) -> ShowtimeSales:
    return (await bench.sales.by_showtime([SHOWTIME]))[SHOWTIME]


async def test_sales_follow_a_booking(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    assert (await _sales(bench)).held == 2
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "book")
    sold = await _sales(bench)
    assert (sold.held, sold.booked, sold.bookings) == (0, 2, 1)
    assert (sold.takings.amount_minor, sold.refund_if_cancelled.amount_minor) == (2_000, 2_000)
    # Less than a day before the showtime, half of the price goes back.
    bench.clock.move(hours=36)
    await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    left = await _sales(bench)
    assert (left.booked, left.bookings) == (0, 0)
    assert (left.takings.amount_minor, left.refund_if_cancelled.amount_minor) == (1_000, 0)


async def test_guests_who_were_let_in_are_counted(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    await bench.booking.book_hold(ALICE, hold.id, "tok", "book")
    bench.clock.present = bench.seats.all[SHOWTIME].starts_at - timedelta(minutes=10)
    await bench.door.check_in(STAFF, bench.bookings.tickets[0].code, "scan")
    assert (await _sales(bench)).admitted == 1


async def test_a_showtime_that_does_not_exist_has_no_sales(bench: Workbench) -> None:
    assert await bench.sales.by_showtime(["sho_01JD0000000000000000000009", "x"]) == {}
