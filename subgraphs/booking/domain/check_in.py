"""The door: which ticket lets a guest in, when, and what two scans of one ticket mean."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.domain.tickets import Scan, Ticket, TicketStatus
from subgraphs.booking.errors import (
    DoorNotOpen,
    ShowtimeNotTakingPlace,
    ShowtimeOver,
    TicketUsed,
    TicketVoid,
)

LONGEST_STAY = timedelta(hours=4)
"""An offline door takes a showtime to be over this long after its beginning: a ticket's code says
when the showtime begins, and not when it ends."""


@dataclass(frozen=True, slots=True)
class OfflineRules:
    """What a door needs to decide by itself: the trusted public keys (PEM) by their ids, how long
    before a showtime its guests are let in, and until how long after its beginning."""

    keys: Mapping[str, str]
    opens: timedelta
    longest_stay: timedelta


@dataclass(frozen=True, slots=True)
class DoorScan:
    """What an offline door wrote down when it let a guest in; `at` is in UTC."""

    ticket_id: str
    code: str
    at: datetime
    device: str

    @property
    def scan(self) -> Scan:
        return offline_scan(self.at, self.device)


def offline_scan(at: datetime, device: str) -> Scan:
    """Return a scan, to the millisecond, under an id that is the same whenever it is merged.

    `at` is in UTC, by the clock of the door `device`.
    """
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return Scan(f"{device} {at.isoformat()}", at, device)


def admit(ticket: Ticket, scan: Scan, showtime: Inventory, opens: timedelta) -> Ticket:
    """Return the ticket after `scan` let its guest in; unchanged if this very scan did so before.

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
    return add_scan(ticket, scan)


def refuse_outside(
    at: datetime, begins: datetime, ends: datetime, opens: timedelta, zone: tzinfo | None
) -> None:
    """Raise ShowtimeOver or DoorNotOpen unless guests of a showtime are let in at that moment.

    `zone` is the door's; None is the zone of the machine.
    """
    if at >= ends:
        raise ShowtimeOver
    if at < begins - opens:
        raise DoorNotOpen((begins - opens).astimezone(zone))


def add_scan(ticket: Ticket, scan: Scan) -> Ticket:
    """Return the ticket, used, with `scan` among its scans in the order of time."""
    scans = sorted([*ticket.scans, scan], key=lambda each: each.at)
    return replace(ticket, status=TicketStatus.USED, scans=scans)


def find_double(ticket: Ticket, scan: Scan) -> tuple[Scan, Scan] | None:
    """Return the ticket's first scan and a later one, one of them `scan`; None for a single scan.

    `scan` is one of the ticket's.
    """
    others = [each for each in ticket.scans if each.id != scan.id]
    if not others:
        return None
    first, again = sorted([others[0], scan], key=lambda each: each.at)
    return first, again
