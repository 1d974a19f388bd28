"""The use case of a door that was offline: its scans are merged, and doubles are found."""

from dataclasses import dataclass

from shared.errors import VersionConflict
from subgraphs.booking.domain.check_in import add_scan, find_double
from subgraphs.booking.domain.scanned_codes import scanned_code
from subgraphs.booking.domain.tickets import Scan, Ticket, TicketStatus
from subgraphs.booking.errors import TicketVoid, UnknownTicket
from subgraphs.booking.ports import TicketStore, TicketVerifier


@dataclass(frozen=True, slots=True)
class MergedScan:
    """A scan that counts now; `is_new` unless it counted before.

    `double` is set when the ticket let a guest in twice: its first scan and a later one, one of
    them this.
    """

    ticket: Ticket
    is_new: bool
    double: tuple[Scan, Scan] | None


class ScanMerging:
    """Merges scans one by one. Merging one again changes nothing."""

    def __init__(self, verifier: TicketVerifier, tickets: TicketStore) -> None:
        self._verifier = verifier
        self._tickets = tickets

    async def merge(self, code: str, scan: Scan) -> MergedScan:
        """Count a scan of `code` at its own time: the earliest of a ticket's is the valid one.

        Raises TicketRejected for a code that should have let nobody in, and Unavailable.
        """
        code = scanned_code(code)
        ticket_id = await self._verifier.verify(code)
        while True:
            ticket = await self._tickets.get(ticket_id)
            if ticket is None or ticket.code != code:
                raise UnknownTicket
            if any(each.id == scan.id for each in ticket.scans):
                return MergedScan(ticket, is_new=False, double=find_double(ticket, scan))
            if ticket.status is TicketStatus.VOID:
                raise TicketVoid
            scanned = add_scan(ticket, scan)
            try:
                await self._tickets.record_scan(ticket, scanned)
            except VersionConflict:
                continue
            return MergedScan(scanned, is_new=True, double=find_double(scanned, scan))
