"""The use case of the door: a ticket lets somebody in once."""

from datetime import timedelta

import structlog

from shared.auth.viewer import Viewer
from shared.clock import Clock
from subgraphs.booking.adapters.idempotency import Call, Idempotency
from subgraphs.booking.domain.bookings import Booking, Scan, Ticket
from subgraphs.booking.domain.check_in import admitted
from subgraphs.booking.errors import UnknownTicket
from subgraphs.booking.ports import BookingStore, TicketStore, TicketVerifier
from subgraphs.booking.service.inventory_lookup import Inventories

log = structlog.get_logger(__name__)

ONLINE = "online"
"""The device of scans that were asked for here, and not merged from a door that was offline."""


class Door:
    """Checks tickets in while they are shown."""

    def __init__(
        self,
        verifier: TicketVerifier,
        tickets: TicketStore,
        bookings: BookingStore,
        inventories: Inventories,
        idempotency: Idempotency,
        clock: Clock,
        *,
        opens: timedelta,
    ) -> None:
        """`opens` is how long before a showtime its guests are let in."""
        self._verifier = verifier
        self._tickets = tickets
        self._bookings = bookings
        self._inventories = inventories
        self._idempotency = idempotency
        self._clock = clock
        self._opens = opens

    async def check_in(self, staff: Viewer, code: str, key: str) -> tuple[Ticket, Booking]:
        """Let the guest in who shows `code`, once for each idempotency `key`.

        Raises TicketRejected or IdempotencyConflict, and Unavailable when the keys to verify
        codes with cannot be read.
        """

        async def work(seed: str) -> dict[str, str]:
            ticket_id = await self._use(code, f"chk_{seed}")
            log.info("ticket_checked_in", ticket_id=ticket_id, by=staff.account_id)
            return {"ticketId": ticket_id}

        call = Call(staff.account_id, "checkInTicket", key, {"code": code})
        answer = await self._idempotency.once(call, work)
        ticket = await self._tickets.get(answer["ticketId"])
        assert ticket is not None, "tickets are kept"
        booking = await self._bookings.get(ticket.booking_id)
        assert booking is not None, "bookings are kept"
        return ticket, booking

    async def _use(self, code: str, scan_id: str) -> str:
        ticket_id = await self._verifier.verify(code)
        while True:
            ticket = await self._tickets.get(ticket_id)
            # A key that leaked signs anything; what was sold is known by the whole code.
            if ticket is None or ticket.code != code:
                raise UnknownTicket
            showtime = await self._inventories.get(ticket.showtime_id)
            after = admitted(
                ticket, Scan(scan_id, self._clock.now(), ONLINE), showtime, self._opens
            )
            # Whoever loses the race for a ticket reads it again, and is told how it stands now.
            if after is ticket or await self._tickets.scanned(ticket, after):
                return ticket_id
