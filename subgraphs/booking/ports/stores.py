"""The records that booking keeps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.pagination import Count, PageRequest
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.sales import StateTotal
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.domain.tickets import Ticket
from subgraphs.booking.events import BookingCancelled, BookingConfirmed


class InventoryStore(Protocol):
    """The seats of every showtime."""

    async def add(self, inventory: Inventory) -> None:
        """Store a new inventory; one that exists stays as it is."""
        ...

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        """Return the inventories that exist, by showtime."""
        ...

    async def stop_sales(self, showtime_id: str, as_of: datetime) -> None:
        """Let no seat of the showtime be held or sold from now on, as the catalog said at `as_of`.

        Nothing changes when the inventory is of `as_of` or newer.
        """
        ...

    async def replace(self, inventory: Inventory) -> None:
        """Put a showtime whose sales were stopped up for sale as it is now, with all seats free.

        Its version keeps rising. Nothing changes when it is for sale, or when the stored
        inventory is newer.
        """
        ...

    async def claim(self, hold: Hold, now: datetime, *, holds: int) -> bool:
        """Hold all the seats of `hold` and return True, or hold none and return False.

        A claim may be repeated. False also when its account would have more than `holds` holds of
        the showtime, or when this very hold has other seats: another call with the same key
        claimed them.
        """
        ...

    async def release(self, hold: Hold) -> None:
        """Free the seats that the hold still holds."""
        ...

    async def forget(self, account_id: str) -> None:
        """Free every seat that is held for the account, or was until the hold lapsed.

        The hold itself need not exist.
        """
        ...

    async def note_lapses(self, inventory: Inventory, now: datetime) -> None:
        """Raise the version because holds have lapsed by now, unless there is a newer version."""
        ...


class HoldStore(Protocol):
    """What was promised to whom."""

    async def add(self, hold: Hold) -> None:
        """Store a hold; one that exists stays as it is."""
        ...

    async def get(self, id: str) -> Hold | None: ...

    async def extend(self, hold: Hold, until: datetime) -> None:
        """Let the hold and its seats last until then, in one transaction.

        Raises HoldTaken when it was extended before or a booking is being, or was, paid from it,
        and HoldLost when one of its seats is lost or its showtime is not for sale any more.
        """
        ...

    async def remove(self, hold_id: str) -> None:
        """Remove the hold. Raises HoldTaken when a booking is being, or was, paid from it."""
        ...

    async def forget(self, hold_id: str) -> None:
        """Remove the hold, also when a booking was paid from it."""
        ...

    async def of_account(self, account_id: str) -> list[Hold]: ...


class BookingStore(Protocol):
    """Bookings and their tickets.

    Every write of a booking is handed its next version. It raises VersionConflict, and nothing
    changes, unless the stored version is the one before it.
    """

    async def begin(
        self, booking: Booking, *, until: datetime, planned: Schedule | None = None
    ) -> None:
        """Take the hold, keep its seats held until then at least, and store the new booking.

        All in one transaction. Raises HoldTaken when a booking is being, or was, paid from the
        hold, or this one was begun before, and HoldLost when a seat of it is lost or could not be
        sold any more when the booking began, or when the seats are not those of the showtime as
        it is `planned`. Nothing changes then.
        """
        ...

    async def get(self, id: str) -> Booking | None: ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]: ...

    async def save(self, booking: Booking) -> None:
        """Write the booking's next version."""
        ...

    async def fail(self, booking: Booking) -> None:
        """Write the version that failed, and give its hold back, in one transaction.

        The hold and its seats get the hold's own end again. Another booking may be paid from it.
        """
        ...

    async def confirm(
        self, booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        """Write the confirmed version, sell its seats, store tickets and events.

        All in one transaction. Raises HoldLost, and nothing changes, when a seat is no longer held
        by the booking's hold or the showtime is not for sale any more.
        """
        ...

    async def cancel(
        self,
        booking: Booking,
        *,
        void_used_tickets: bool,
        events: Sequence[BookingCancelled],
    ) -> None:
        """Write the cancelled version, free its seats, void its tickets and store the events.

        All in one transaction. Unless `void_used_tickets`, raises TicketInUse when one of the
        tickets has been used; nothing changes then.
        """
        ...

    async def anonymise(self, account_id: str) -> None:
        """Replace the account's id in its bookings."""
        ...

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        """Return open bookings that are due."""
        ...

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        """Take an overdue booking over until then; return the version that says so."""
        ...

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        """Leave a booking, whose step has failed so often, until then."""
        ...

    async def ticketed(self, showtime_id: str, limit: int) -> list[Booking]:
        """Return bookings of the showtime that have its seats, and tickets for them."""
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
        """Return up to size + 1 bookings after the cursor, the newest first, and their count."""
        ...


class TicketStore(Protocol):
    """Tickets, one by one, for the door."""

    async def get(self, id: str) -> Ticket | None: ...

    async def record_scan(self, before: Ticket, after: Ticket) -> None:
        """Write the status and scans of `after`.

        Raises VersionConflict when the stored ticket is no longer as `before`.
        """
        ...


class SalesStore(Protocol):
    """What was sold, counted where it is kept."""

    async def state_totals(self, showtime_ids: Sequence[str]) -> dict[str, list[StateTotal]]:
        """Return the totals of each state's bookings, by showtime; none of one without any."""
        ...

    async def admitted(self, showtime_ids: Sequence[str]) -> dict[str, int]:
        """Return how many valid tickets let their guests in, by showtime; none of one without."""
        ...
