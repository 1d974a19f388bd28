"""The use case of a door with a connection: a ticket lets a guest in once."""

from datetime import timedelta

import structlog

from shared.auth.viewer import Viewer
from shared.clock import Clock
from shared.errors import VersionConflict
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.domain.check_in import LONGEST_STAY, OfflineRules, admit
from subgraphs.booking.domain.scanned_codes import scanned_code
from subgraphs.booking.domain.tickets import Scan, Ticket
from subgraphs.booking.errors import UnknownTicket
from subgraphs.booking.ports import BookingStore, Idempotency, TicketStore, TicketVerifier
from subgraphs.booking.service.inventory_lookup import InventoryLookup

log = structlog.get_logger(__name__)

ONLINE = "online"
"""The device of scans that were made here, and not merged from a door that was offline."""


class CheckIn:
    """Checks tickets in while guests show them."""

    def __init__(
        self,
        verifier: TicketVerifier,
        tickets: TicketStore,
        bookings: BookingStore,
        inventories: InventoryLookup,
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

        Raises TicketRejected or IdempotencyConflict, and Unavailable when the keys that verify
        codes cannot be read.
        """
        code = scanned_code(code)

        async def work(seed: str) -> dict[str, str]:
            ticket_id = await self._use(code, f"chk_{seed}")
            log.info("ticket_checked_in", ticket_id=ticket_id, by=staff.account_id)
            return {"ticketId": ticket_id}

        call = Call(staff.account_id, "checkInTicket", key, {"code": code})
        answer = await self._idempotency.once(call, work)
        ticket = await self._tickets.get(answer["ticketId"])
        assert ticket is not None, "tickets are never deleted"
        booking = await self._bookings.get(ticket.booking_id)
        assert booking is not None, "bookings are never deleted"
        return ticket, booking

    async def offline_rules(self) -> OfflineRules:
        """Return what a door needs to let guests in without a connection. Raises Unavailable."""
        return OfflineRules(await self._verifier.trusted_keys(), self._opens, LONGEST_STAY)

    async def _use(self, code: str, scan_id: str) -> str:
        ticket_id = await self._verifier.verify(code)
        while True:
            ticket = await self._tickets.get(ticket_id)
            # A leaked key signs anything: only the whole code proves that a ticket was sold.
            if ticket is None or ticket.code != code:
                raise UnknownTicket
            showtime = await self._inventories.get(ticket.showtime_id)
            scan = Scan(scan_id, self._clock.now(), ONLINE)
            admitted = admit(ticket, scan, showtime, self._opens)
            if admitted is ticket:
                return ticket_id
            try:
                await self._tickets.record_scan(ticket, admitted)
            except VersionConflict:
                # The loser of a race reads the ticket again and decides on its new state.
                continue
            return ticket_id
