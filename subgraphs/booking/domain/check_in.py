"""The door: which ticket lets somebody in, when, and what two scans of one ticket mean."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from subgraphs.booking.domain.bookings import Scan, Ticket, TicketStatus
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.errors import (
    DoorNotOpen,
    ShowtimeNotTakingPlace,
    ShowtimeOver,
    TicketUsed,
    TicketVoid,
)

LONGEST_STAY = timedelta(hours=4)
"""So long after its beginning a showtime is over for a door that is offline: a ticket's code says
when it begins, and not how long it takes."""


@dataclass(frozen=True, slots=True)
class DoorScan:
    """What a door that was offline wrote down when it let somebody in; `at` is in UTC."""

    ticket_id: str
    code: str
    at: datetime
    device: str

    @property
    def scan(self) -> Scan:
        """The scan, to the millisecond, under an id that is the same whenever it is merged."""
        at = self.at.replace(microsecond=self.at.microsecond // 1000 * 1000)
        return Scan(f"{self.device} {at.isoformat()}", at, self.device)


def admitted(ticket: Ticket, scan: Scan, showtime: Inventory, opens: timedelta) -> Ticket:
    """The ticket after `scan` has let somebody in; as it is if that very scan had done so before.

    Guests are let in from `opens` before the showtime begins until it ends. Raises TicketVoid,
    TicketUsed, ShowtimeNotTakingPlace, ShowtimeOver or DoorNotOpen.
    """
    if ticket.status is TicketStatus.VOID:
        raise TicketVoid
    if any(each.id == scan.id for each in ticket.scans):
        return ticket
    zone = ZoneInfo(showtime.timezone)
    if ticket.scans:
        raise TicketUsed(ticket.scans[0].at.astimezone(zone))
    if not showtime.scheduled:
        raise ShowtimeNotTakingPlace
    refuse_outside(scan.at, showtime.starts_at, showtime.ends_at, opens, zone)
    return used(ticket, scan)


def refuse_outside(
    at: datetime, begins: datetime, ends: datetime, opens: timedelta, zone: tzinfo | None
) -> None:
    """Raise ShowtimeOver or DoorNotOpen unless guests of a showtime are let in at that moment.

    `zone` is where the door is; None for the zone of the machine.
    """
    if at >= ends:
        raise ShowtimeOver
    if at < begins - opens:
        raise DoorNotOpen((begins - opens).astimezone(zone))


def used(ticket: Ticket, scan: Scan) -> Ticket:
    """The ticket with one scan more, whichever of them was first."""
    scans = sorted([*ticket.scans, scan], key=lambda each: each.at)
    return replace(ticket, status=TicketStatus.USED, scans=scans)


def double(ticket: Ticket, scan: Scan) -> tuple[Scan, Scan] | None:
    """The first scan and a later one, if `scan`, one of the ticket's, is not the only one."""
    others = [each for each in ticket.scans if each.id != scan.id]
    if not others:
        return None
    first, again = sorted([others[0], scan], key=lambda each: each.at)
    return first, again
