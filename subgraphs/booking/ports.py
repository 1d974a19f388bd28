"""What the use cases need from outside; the adapters are beside this file."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from shared.money import Money
from shared.pagination import Count, PageRequest
from subgraphs.booking.domain.bookings import Booking, BookingStatus, Hold, State, Ticket
from subgraphs.booking.domain.seats import Inventory


class InventoryStore(Protocol):
    """The seats of every showtime."""

    async def add(self, inventory: Inventory) -> None:
        """Keep a new inventory; one that is there already stays as it is."""
        ...

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        """The inventories that exist, by showtime."""
        ...

    async def call_off(self, showtime_id: str, as_of: datetime) -> None:
        """From now on no seat of the showtime can be held or sold, as the catalog told then.

        Nothing changes when the catalog's news of then has been dealt with.
        """
        ...

    async def replace(self, inventory: Inventory) -> None:
        """Put a showtime that was called off up for sale as it is now, with all seats free.

        Its version goes on rising. Nothing changes when it is for sale, or when the catalog has
        told something newer.
        """
        ...

    async def claim(self, hold: Hold, now: datetime, *, holds: int) -> bool:
        """Hold all the seats of `hold`, or none and False; repeating a claim is no harm.

        False too when its account would have more than so many `holds` of the showtime, or when
        this very hold has other seats: it was claimed by another call with the same key.
        """
        ...

    async def release(self, hold: Hold) -> None:
        """Free what the hold still holds; seats that it has lost are left alone."""
        ...

    async def forget(self, account_id: str) -> None:
        """Free every seat that is, or was until it lapsed, held for the account: those, too, of
        holds that are not there any more, or never came to be."""
        ...

    async def note_lapses(self, inventory: Inventory, now: datetime) -> None:
        """Make a version of it that holds have lapsed by now, unless there is a newer one."""
        ...


class Changes(Protocol):
    """Tells that something is not as it was, whichever replica changed it."""

    def listen(self, id: str, changed: asyncio.Event) -> AbstractContextManager[None]:
        """Have `changed` set when the showtime's seats or the booking by that id may be others."""
        ...


class HoldStore(Protocol):
    """What was promised to whom."""

    async def add(self, hold: Hold) -> None:
        """Keep a hold; one that is there already stays as it is."""
        ...

    async def get(self, id: str) -> Hold | None: ...

    async def extend(self, hold: Hold, until: datetime) -> None:
        """Let the hold last until then, and its seats be held as long, in one transaction.

        Raises HoldTaken when it was extended before or a booking is being, or was, paid from it,
        and HoldLost when one of its seats has been lost or its showtime is off; nothing has changed
        then.
        """
        ...

    async def remove(self, hold_id: str) -> bool:
        """Forget the hold; False when a booking is being, or was, paid from it."""
        ...

    async def forget(self, hold_id: str) -> None:
        """Forget a hold that a booking was paid from."""
        ...

    async def of_account(self, account_id: str) -> list[Hold]: ...


class BookingStore(Protocol):
    """Bookings and their tickets."""

    async def begin(self, booking: Booking, *, until: datetime) -> None:
        """Hold taken, its seats held until then at least, booking kept: all in one transaction.

        Raises HoldTaken when another booking is being, or was, paid from the hold, or this one was
        begun before, and HoldLost when a seat of it is lost or cannot be sold any more at the
        booking's beginning; nothing has changed then.
        """
        ...

    async def get(self, id: str) -> Booking | None: ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]: ...

    async def move(self, booking: Booking, to: State) -> Booking:
        """The booking in its next state; Overtaken when it was changed since it was read."""
        ...

    async def fail(self, booking: Booking, *, decline_code: str | None = None) -> None:
        """Booking PAYMENT_FAILED and its hold as it was before it, in one transaction.

        Another booking may then be paid from the hold, until its own end. Raises Overtaken when
        the booking was changed since it was read; nothing has changed then.
        """
        ...

    async def confirm(self, booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        """Seats sold, tickets kept, booking moved and event stored: all in one transaction.

        Raises HoldLost when a seat is no longer held by the booking's hold, and Overtaken when
        the booking was changed since it was read; nothing has changed then.
        """
        ...

    async def cancel(
        self,
        booking: Booking,
        refund: Money,
        *,
        due_at: datetime,
        reason: str | None,
        by_cinema: bool,
    ) -> Booking:
        """Seats freed, tickets void, booking cancelled and event stored, in one transaction.

        Until `due_at` the refund is left to the caller. Raises Overtaken when the booking was
        changed since it was read, and TicketInUse when one of its tickets has been used, unless
        the cinema cancels; nothing has changed then.
        """
        ...

    async def anonymise(self, account_id: str) -> None:
        """Let the account's bookings no longer say whose they are."""
        ...

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        """Bookings with something left to do whose time has come."""
        ...

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        """Take an overdue booking over until then; Overtaken when another worker did."""
        ...

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        """Leave what is to be done, and has failed so often, until then.

        Overtaken when the booking was changed since it was read.
        """
        ...

    async def ticketed(self, showtime_id: str, limit: int) -> list[Booking]:
        """Bookings of the showtime that have its seats, and tickets for them."""
        ...

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]: ...

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> tuple[list[Booking], Count]:
        """Up to size + 1 bookings behind the cursor, the newest first, and who counts all."""
        ...


class TicketStore(Protocol):
    """Tickets, one by one, as the door meets them."""

    async def get(self, id: str) -> Ticket | None: ...

    async def scanned(self, before: Ticket, after: Ticket) -> bool:
        """Write the status and scans of `after`; False when `before` is not how it stands."""
        ...


class ShowtimeCatalog(Protocol):
    """Where a showtime is described that no event has told of yet."""

    async def inventory(self, showtime_id: str) -> Inventory | None:
        """The showtime's seats, all free; None when there is no such showtime."""
        ...


class PaymentState(Enum):
    """What is known of a payment."""

    AUTHORIZED = auto()
    CAPTURED = auto()
    DECLINED = auto()
    VOIDED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """Where a payment stands, and why the bank said no if it did."""

    state: PaymentState
    decline_code: str | None = None


class Payments(Protocol):
    """The payment service. Each call may be repeated: it knows a payment by its booking.

    Every method raises Unavailable when no answer came, and PaymentStuck when the answer was that
    payment refuses or fails. In either case the call may have had its effect.
    """

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        """Reserve the booking's total on the card that `token` stands for."""
        ...

    async def capture(self, booking: Booking) -> PaymentOutcome:
        """Take what was reserved."""
        ...

    async def void(self, booking: Booking) -> PaymentOutcome:
        """Give up the payment, or refuse it should it still come."""
        ...

    async def refund(self, booking: Booking, amount: Money) -> None:
        """Give back `amount` under the booking's refund id."""
        ...

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        """What became of the payment; None when it never arrived."""
        ...


class TicketSigner(Protocol):
    """Makes the codes that the door checks."""

    async def sign(
        self, ticket_id: str, showtime_id: str, seat_id: str, starts_at: datetime
    ) -> str:
        """The signed code for one seat of one showtime."""
        ...


class TicketVerifier(Protocol):
    """Reads codes that were shown at the door."""

    async def verify(self, code: str) -> str:
        """The id of the ticket that was signed; TicketRejected for what the cinema did not sign.

        Raises Unavailable when the keys cannot be read.
        """
        ...
