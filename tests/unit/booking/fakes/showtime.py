"""A showtime to book, a booking and a ticket of it, a clock that tests move, and ids in order."""

from datetime import UTC, datetime, timedelta

from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BookingStatus, Step
from subgraphs.booking.domain.seats import (
    Inventory,
    PricedSeat,
    Seat,
    SeatClass,
    TicketCategory,
)
from subgraphs.booking.domain.tickets import Ticket, TicketStatus

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
SHOWTIME = "sho_01JD0000000000000000000000"
ALICE = "acc_01JD0000000000000000000000"
BOB = "acc_01JD0000000000000000000001"


class MovedClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.present = NOW

    def now(self) -> datetime:
        return self.present

    def move(self, **by: float) -> None:
        self.present += timedelta(**by)


class CountedIds:
    """Makes ids in ascending order."""

    def __init__(self) -> None:
        self._made = 0

    def new(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_{self._made:026d}"


def free_seat(row: str, number: int, seat_class: SeatClass = SeatClass.STANDARD) -> Seat:
    """Return a free seat; its column is its number."""
    return Seat.free(f"{row}{number}", row, number, number, seat_class)


def inventory(*seats: Seat, starts_at: datetime = NOW + timedelta(days=2)) -> Inventory:
    """Return a showtime with these seats, or with rows A and B of five standard seats."""
    present = seats or tuple(free_seat(row, number) for row in "AB" for number in range(1, 6))
    return Inventory(
        showtime_id=SHOWTIME,
        version=1,
        as_of=NOW,
        scheduled=True,
        movie_title="Arrival",
        cinema_name="Calima",
        auditorium_id="aud_1",
        auditorium_name="Sala 1",
        timezone="America/Bogota",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        seats={seat.id: seat for seat in present},
        prices={
            (TicketCategory.ADULT, SeatClass.STANDARD): Money(1000, "COP"),
            (TicketCategory.CHILD, SeatClass.STANDARD): Money(700, "COP"),
            (TicketCategory.ADULT, SeatClass.PREMIUM): Money(1300, "COP"),
        },
    )


def confirmed_booking() -> Booking:
    """Return the booking of `sold_ticket`."""
    price = Money(1000, "COP")
    return Booking(
        id="bkg_01JD0000000000000000000000",
        reference="7KQ2-M4TX",
        account_id=ALICE,
        showtime_id=SHOWTIME,
        hold_id="hld_01JD0000000000000000000000",
        seats=[PricedSeat("A1", TicketCategory.ADULT, price)],
        total=price,
        status=BookingStatus.CONFIRMED,
        step=Step.DONE,
        decline_code=None,
        refund=None,
        created_at=NOW,
        due_at=NOW,
        attempts=0,
        failures=0,
        version=1,
    )


def sold_ticket() -> Ticket:
    """Return an unused ticket for seat A1."""
    return Ticket(
        id="tkt_01JD0000000000000000000000",
        booking_id="bkg_01JD0000000000000000000000",
        showtime_id=SHOWTIME,
        seat_id="A1",
        category=TicketCategory.ADULT,
        price=Money(1000, "COP"),
        status=TicketStatus.VALID,
        code="signed:tkt_01JD0000000000000000000000",
    )
