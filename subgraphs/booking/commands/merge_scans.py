"""`python -m subgraphs.booking merge-scans`: count the scans of a door that was offline."""

import sys
from collections import Counter
from pathlib import Path

from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from subgraphs.booking.app import connect_scan_merging
from subgraphs.booking.commands.scan_file import read_scans
from subgraphs.booking.domain.check_in import DoorScan
from subgraphs.booking.domain.tickets import Scan
from subgraphs.booking.errors import TicketRejected
from subgraphs.booking.service.scan_merging import ScanMerging
from subgraphs.booking.settings import Settings

KINDS = ("merged", "merged before", "double", "refused", "not a scan")


async def merge_scans(settings: Settings, file: Path) -> int:
    """Merge the file and print what was found; return 0 when every guest was rightly let in.

    Return 1 when there are new doubles or codes that should have let nobody in, or when a part is
    unavailable: the file may be merged again. Return 2 when the file cannot be read.
    """
    try:
        scans = list(read_scans(file))
    except OSError as error:
        print(f"The scans in {file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    try:
        async with connect_scan_merging(settings) as merging:
            counted = Counter([await _merge(merging, number, scan) for number, scan in scans])
    except (*PART_FAILURES, VaultAccessError, FileNotFoundError) as error:
        print(f"{error} Scans that are merged stay merged: merge the file again.", file=sys.stderr)
        return 1
    print(f"{len(scans)} lines: " + ", ".join(f"{counted[kind]} {kind}" for kind in KINDS))
    return 0 if counted.total() == counted["merged"] + counted["merged before"] else 1


async def _merge(merging: ScanMerging, number: int, scan: DoorScan | None) -> str:
    """Merge one line and print what is wrong with it; return which of the KINDS it is."""
    if scan is None:
        print(f"not a scan    line {number}")
        return "not a scan"
    try:
        merged = await merging.merge(scan.code, scan.scan)
    except TicketRejected as rejected:
        print(f"refused       line {number}, {_shown(scan.scan)}: {rejected.message}")
        return "refused"
    if merged.double is not None:
        kind = "double" if merged.is_new else "known double"
        seat = f"{merged.ticket.id}, seat {merged.ticket.seat_id} of {merged.ticket.showtime_id}"
        first, again = map(_shown, merged.double)
        print(f"{kind:<12}  {seat}: first {first}, again {again}")
    if not merged.is_new:
        return "merged before"
    return "double" if merged.double else "merged"


def _shown(scan: Scan) -> str:
    return f"{scan.at.isoformat()} by {scan.device}"
