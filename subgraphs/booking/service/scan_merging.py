"""The use case of a door that was offline: its scans are merged, and doubles come to light."""

from dataclasses import dataclass

from subgraphs.booking.domain.bookings import Scan, Ticket, TicketStatus
from subgraphs.booking.domain.check_in import DoorScan, double, used
from subgraphs.booking.errors import TicketVoid, UnknownTicket
from subgraphs.booking.ports import TicketStore, TicketVerifier


@dataclass(frozen=True, slots=True)
class Merged:
    """A scan that counts now; `is_new` unless it did before.

    `double` is the ticket's first scan and a later one, one of them this, when it let in twice.
    """

    ticket: Ticket
    is_new: bool
    double: tuple[Scan, Scan] | None


class Merging:
    """Merges scans one by one. Merging one again changes nothing."""

    def __init__(self, verifier: TicketVerifier, tickets: TicketStore) -> None:
        self._verifier = verifier
        self._tickets = tickets

    async def merge(self, shown: DoorScan) -> Merged:
        """Count the scan, at its own time: the earliest of a ticket's scans is the one by right.

        Raises TicketRejected for what should have let nobody in, and Unavailable.
        """
        ticket_id, scan = await self._verifier.verify(shown.code), shown.scan
        while True:
            ticket = await self._tickets.get(ticket_id)
            if ticket is None or ticket.code != shown.code:
                raise UnknownTicket
            if any(each.id == scan.id for each in ticket.scans):
                return Merged(ticket, is_new=False, double=double(ticket, scan))
            if ticket.status is TicketStatus.VOID:
                raise TicketVoid
            after = used(ticket, scan)
            if await self._tickets.scanned(ticket, after):
                return Merged(after, is_new=True, double=double(after, scan))
