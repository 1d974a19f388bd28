"""Ports in memory, a clock that is moved by hand, and a showing to book in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.errors import Refusal, Unavailable
from shared.idempotency import Call, Work
from shared.money import Money
from shared.mongo import Document
from shared.pagination import Count, PageRequest, counted
from subgraphs.booking.domain.bookings import (
    ANONYMOUS,
    Booking,
    BookingStatus,
    Hold,
    State,
    Step,
    Ticket,
    TicketStatus,
    may_become,
)
from subgraphs.booking.domain.seats import (
    Inventory,
    PricedSeat,
    Seat,
    SeatClass,
    SeatState,
    TicketCategory,
)
from subgraphs.booking.errors import HoldLost, NotATicket, Overtaken, TicketInUse
from subgraphs.booking.ports import PaymentOutcome, PaymentState

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
SHOWTIME = "sho_01JD0000000000000000000000"
ALICE = "acc_01JD0000000000000000000000"
BOB = "acc_01JD0000000000000000000001"


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.present = NOW

    def now(self) -> datetime:
        return self.present

    def move(self, **by: float) -> None:
        self.present += timedelta(**by)


class CountedIds:
    """Ids in the order of their making."""

    def __init__(self) -> None:
        self._made = 0

    def new(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_{self._made:026d}"


def free_seat(row: str, number: int, seat_class: SeatClass = SeatClass.STANDARD) -> Seat:
    """A free seat; its column is its number."""
    return Seat(
        id=f"{row}{number}",
        row=row,
        number=number,
        column=number,
        seat_class=seat_class,
        state=SeatState.FREE,
        hold_id=None,
        account_id=None,
        until=None,
    )


def inventory(*seats: Seat, starts_at: datetime = NOW + timedelta(days=2)) -> Inventory:
    """A showing with these seats, or with rows A and B of five standard seats."""
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
    """What `sold_ticket` was bought with."""
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
        version=1,
    )


def sold_ticket() -> Ticket:
    """A ticket for seat A1 that has let nobody in."""
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


class Seats:
    """InventoryStore."""

    def __init__(self, *inventories: Inventory) -> None:
        self.all = {each.showtime_id: each for each in inventories}

    async def add(self, inventory: Inventory) -> None:
        self.all.setdefault(inventory.showtime_id, inventory)

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        return {id: self.all[id] for id in showtime_ids if id in self.all}

    async def call_off(self, showtime_id: str, as_of: datetime) -> None:
        if self.all[showtime_id].as_of < as_of:
            self.all[showtime_id] = replace(self.all[showtime_id], scheduled=False, as_of=as_of)

    async def replace(self, inventory: Inventory) -> None:
        before = self.all[inventory.showtime_id]
        if before.as_of <= inventory.as_of and not before.scheduled:
            self.all[inventory.showtime_id] = inventory

    async def note_lapses(self, inventory: Inventory, now: datetime) -> None:
        current = self.all[inventory.showtime_id]
        if current.version == inventory.version:
            self.all[inventory.showtime_id] = replace(
                current, version=current.version + 1, lapses_noted=now
            )

    async def claim(self, hold: Hold, now: datetime, *, holds: int) -> bool:
        showing = self.all[hold.showtime_id]
        seats = [showing.seats[id] for id in hold.seat_ids]
        claimable = all(
            seat.state_at(now) is SeatState.FREE
            or (seat.state is SeatState.HELD and seat.hold_id == hold.id)
            for seat in seats
        )
        others = showing.holds_of(hold.account_id, now) - {hold.id}
        if not showing.bookable(now) or not claimable or len(others) >= holds:
            return False
        self._change(hold, SeatState.HELD, hold.expires_at)
        return True

    async def prolong(self, hold: Hold, until: datetime) -> bool:
        if not self.holds(hold.id, hold.seat_ids):
            return False
        seats = self.all[hold.showtime_id].seats
        held_until = [seats[id].until for id in hold.seat_ids]
        self._change(hold, SeatState.HELD, max(until, *(each for each in held_until if each)))
        return True

    async def release(self, hold: Hold) -> None:
        showing = self.all[hold.showtime_id]
        freed = {id: _freed(showing.seats[id]) for id in hold.seat_ids if self.holds(hold.id, [id])}
        self.all[hold.showtime_id] = replace(showing, seats={**showing.seats, **freed})

    def holds(self, hold_id: str, seat_ids: Sequence[str]) -> bool:
        """The fence: every seat is still held by that hold."""
        seats = self.all[SHOWTIME].seats
        return all(
            seats[id].state is SeatState.HELD and seats[id].hold_id == hold_id for id in seat_ids
        )

    def sell(self, hold_id: str, seat_ids: Sequence[str]) -> None:
        """As the confirmation does, under the fence."""
        if not self.all[SHOWTIME].scheduled or not self.holds(hold_id, seat_ids):
            raise HoldLost
        showing = self.all[SHOWTIME]
        sold = {
            id: replace(showing.seats[id], state=SeatState.SOLD, account_id=None, until=None)
            for id in seat_ids
        }
        self.all[SHOWTIME] = replace(showing, seats={**showing.seats, **sold})

    def free(self, hold_id: str, seat_ids: Sequence[str]) -> None:
        """As the cancellation does: seats that are somebody else's by now are left alone."""
        showing = self.all[SHOWTIME]
        seats = [showing.seats[id] for id in seat_ids]
        if not all(s.state is SeatState.SOLD and s.hold_id == hold_id for s in seats):
            return
        freed = {id: _freed(showing.seats[id]) for id in seat_ids}
        self.all[SHOWTIME] = replace(showing, seats={**showing.seats, **freed})

    def _change(self, hold: Hold, state: SeatState, until: datetime) -> None:
        showing = self.all[hold.showtime_id]
        changed = {
            id: replace(
                showing.seats[id],
                state=state,
                hold_id=hold.id,
                account_id=hold.account_id,
                until=until,
            )
            for id in hold.seat_ids
        }
        self.all[hold.showtime_id] = replace(
            showing, version=showing.version + 1, seats={**showing.seats, **changed}
        )


def _freed(seat: Seat) -> Seat:
    return replace(seat, state=SeatState.FREE, hold_id=None, account_id=None, until=None)


class Holds:
    """HoldStore."""

    def __init__(self) -> None:
        self.all: dict[str, Hold] = {}

    async def add(self, hold: Hold) -> None:
        self.all.setdefault(hold.id, hold)

    async def get(self, id: str) -> Hold | None:
        return self.all.get(id)

    async def extend(self, hold_id: str, until: datetime) -> bool:
        if hold_id not in self.all or self.all[hold_id].extended:
            return False
        self.all[hold_id] = replace(self.all[hold_id], extended=True, expires_at=until)
        return True

    async def remove(self, hold_id: str) -> bool:
        if hold_id not in self.all or self.all[hold_id].booking_id is not None:
            return False
        return bool(self.all.pop(hold_id))

    async def of_account(self, account_id: str) -> list[Hold]:
        return [hold for hold in self.all.values() if hold.account_id == account_id]

    async def take(self, hold_id: str, booking_id: str) -> bool:
        if hold_id not in self.all or self.all[hold_id].booking_id not in (None, booking_id):
            return False
        self.all[hold_id] = replace(self.all[hold_id], booking_id=booking_id)
        return True

    async def give_back(self, hold_id: str, booking_id: str) -> None:
        if hold_id in self.all and self.all[hold_id].booking_id == booking_id:
            self.all[hold_id] = replace(self.all[hold_id], booking_id=None)


class Bookings:
    """BookingStore; `before_confirming` is called when a confirmation begins."""

    def __init__(self, seats: Seats) -> None:
        self.all: dict[str, Booking] = {}
        self.tickets: list[Ticket] = []
        self._seats = seats
        self.reasons: dict[str, str | None] = {}
        """Why each was cancelled, as the event tells."""

    async def add(self, booking: Booking) -> Booking:
        return self.all.setdefault(booking.id, booking)

    async def get(self, id: str) -> Booking | None:
        return self.all.get(id)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        return {id: self.all[id] for id in ids if id in self.all}

    async def move(
        self, booking: Booking, to: State, *, decline_code: str | None = None
    ) -> Booking:
        return self._move(booking, to, decline_code)

    async def confirm(self, booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        self._check(booking)
        self._seats.sell(booking.hold_id, [seat.seat_id for seat in booking.seats])
        self.tickets.extend(tickets)
        return self._move(booking, next)

    async def cancel(
        self,
        booking: Booking,
        refund: Money,
        *,
        reason: str | None = None,
        by_cinema: bool = False,
    ) -> Booking:
        mine = [ticket for ticket in self.tickets if ticket.booking_id == booking.id]
        if not by_cinema and any(ticket.status is TicketStatus.USED for ticket in mine):
            raise TicketInUse
        step = Step.REFUND if refund.amount_minor else Step.DONE
        assert may_become(booking.state, (BookingStatus.CANCELLED, step))
        cancelled = self._write(
            booking,
            replace(booking, status=BookingStatus.CANCELLED, step=step, refund=refund, attempts=0),
        )
        self.reasons[booking.id] = reason
        self._seats.free(booking.hold_id, [seat.seat_id for seat in booking.seats])
        self.tickets = [
            replace(ticket, status=TicketStatus.VOID) if ticket.booking_id == booking.id else ticket
            for ticket in self.tickets
        ]
        return cancelled

    async def anonymise(self, account_id: str) -> None:
        for booking in list(self.all.values()):
            if booking.account_id == account_id:
                self._write(booking, replace(booking, account_id=ANONYMOUS))

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        due = [b for b in self.all.values() if b.step is not Step.DONE and b.due_at <= now]
        return due[:limit]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        return self._write(booking, replace(booking, due_at=until, attempts=booking.attempts + 1))

    async def postpone(self, booking: Booking, until: datetime) -> Booking:
        return self._write(booking, replace(booking, due_at=until))

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.booking_id in booking_ids]

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> tuple[list[Booking], Count]:
        mine = [
            booking
            for booking in self.all.values()
            if account_id in (None, booking.account_id)
            and showtime_id in (None, booking.showtime_id)
            and status in (None, booking.status)
        ]
        return mine, counted(len(mine))

    def _move(self, booking: Booking, to: State, decline_code: str | None = None) -> Booking:
        assert may_become(booking.state, to)
        status, step = to
        return self._write(
            booking, replace(booking, status=status, step=step, decline_code=decline_code)
        )

    def _write(self, read: Booking, changed: Booking) -> Booking:
        self._check(read)
        self.all[read.id] = replace(changed, version=read.version + 1)
        return self.all[read.id]

    def _check(self, read: Booking) -> None:
        if self.all[read.id].version != read.version:
            raise Overtaken


class Tickets:
    """TicketStore, over the tickets of `Bookings`.

    `before_writing` is called once before a scan is written, `after_writing` once after it.
    """

    def __init__(self, bookings: Bookings) -> None:
        self._bookings = bookings
        self.before_writing: Callable[[], None] | None = None
        self.after_writing: Callable[[], None] | None = None

    async def get(self, id: str) -> Ticket | None:
        return next((ticket for ticket in self._bookings.tickets if ticket.id == id), None)

    async def scanned(self, before: Ticket, after: Ticket) -> bool:
        if self.before_writing:
            call, self.before_writing = self.before_writing, None
            call()
        if before not in self._bookings.tickets:
            return False
        self._bookings.tickets = [
            after if ticket == before else ticket for ticket in self._bookings.tickets
        ]
        if self.after_writing:
            call, self.after_writing = self.after_writing, None
            call()
        return True


class FakePayments:
    """Payments: what each call answers is set by the test; `asked` tells what was called."""

    def __init__(self) -> None:
        self.authorizing: PaymentOutcome | None = PaymentOutcome(PaymentState.AUTHORIZED)
        self.found: PaymentOutcome | None = PaymentOutcome(PaymentState.AUTHORIZED)
        self.refunds: dict[str, Money] = {}
        self.away: set[str] = set()
        self.asked: list[str] = []

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        self._ask("authorize")
        assert self.authorizing is not None
        return self.authorizing

    async def capture(self, booking: Booking) -> PaymentOutcome:
        self._ask("capture")
        return PaymentOutcome(PaymentState.CAPTURED)

    async def void(self, booking: Booking) -> PaymentOutcome:
        self._ask("void")
        return PaymentOutcome(PaymentState.VOIDED)

    async def refund(self, booking: Booking, amount: Money) -> None:
        self._ask("refund")
        self.refunds[booking.refund_id] = amount

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        self._ask("find")
        return self.found

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.away:
            raise Unavailable("payment service")


class Signer:
    """TicketSigner."""

    async def sign(
        self, ticket_id: str, showtime_id: str, seat_id: str, starts_at: datetime
    ) -> str:
        return f"signed:{ticket_id}"


class Verifier:
    """TicketVerifier of what `Signer` signs."""

    async def verify(self, code: str) -> str:
        word, _, ticket_id = code.partition(":")
        if word != "signed":
            raise NotATicket
        return ticket_id


class Catalog:
    """ShowtimeCatalog that knows one showing, or none."""

    def __init__(self) -> None:
        self.knows: Inventory | None = None

    async def inventory(self, showtime_id: str) -> Inventory | None:
        return self.knows


class Once:
    """Idempotency without a database: one answer for each call, and one seed until then."""

    def __init__(self) -> None:
        self._answers: dict[str, Document] = {}
        self._seeds: dict[str, str] = {}
        self._ids = CountedIds()

    async def once(self, call: Call, work: Work) -> Document:
        if call.record_id not in self._answers:
            seed = self._seeds.setdefault(call.record_id, self._ids.new("")[1:])
            try:
                self._answers[call.record_id] = await work(seed)
            except Refusal:
                del self._seeds[call.record_id]
                raise
        return self._answers[call.record_id]
