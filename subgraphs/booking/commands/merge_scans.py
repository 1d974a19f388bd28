"""`python -m subgraphs.booking merge-scans`: what a door did while it was offline."""

import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from pymongo.errors import PyMongoError

from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.secrets.rotating import TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault, VaultAccessError
from shared.storage import mongo
from subgraphs.booking.adapters.store import MongoTicketStore
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketVerifier
from subgraphs.booking.commands.scan_file import read_scans
from subgraphs.booking.domain.bookings import Scan
from subgraphs.booking.domain.check_in import DoorScan
from subgraphs.booking.errors import TicketRejected
from subgraphs.booking.service.scan_merging import Merging
from subgraphs.booking.settings import Settings

KINDS = ("merged", "merged before", "double", "refused", "not a scan")


async def merge_scans(settings: Settings, file: Path) -> int:
    """Merge the file and print what was found; 0 when every scan was a guest let in by right.

    1 when there are new doubles or codes that should not have let in, or when a part is away: the
    file may be merged again. 2 when there is no such file.
    """
    try:
        scans = list(read_scans(file))
    except OSError as error:
        print(f"The scans in {file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    try:
        async with _connect(settings) as merging:
            counted = Counter([await _merge(merging, number, scan) for number, scan in scans])
    except (Unavailable, VaultAccessError, PyMongoError, FileNotFoundError) as error:
        print(f"{error} What was merged is kept: merge the file again.", file=sys.stderr)
        return 1
    print(f"{len(scans)} lines: " + ", ".join(f"{counted[kind]} {kind}" for kind in KINDS))
    return 0 if counted.total() == counted["merged"] + counted["merged before"] else 1


async def _merge(merging: Merging, number: int, scan: DoorScan | None) -> str:
    """Merge one line and print what is wrong with it; which of the KINDS it is."""
    if scan is None:
        print(f"not a scan    line {number}")
        return "not a scan"
    try:
        merged = await merging.merge(scan)
    except TicketRejected as rejected:
        print(f"refused       line {number}, {_told(scan.scan)}: {rejected.message}")
        return "refused"
    if merged.double is not None:
        kind = "double" if merged.is_new else "known double"
        seat = f"{merged.ticket.id}, seat {merged.ticket.seat_id} of {merged.ticket.showtime_id}"
        first, again = map(_told, merged.double)
        print(f"{kind:<12}  {seat}: first {first}, again {again}")
    if not merged.is_new:
        return "merged before"
    return "double" if merged.double else "merged"


def _told(scan: Scan) -> str:
    return f"{scan.at.isoformat()} by {scan.device}"


@asynccontextmanager
async def _connect(settings: Settings) -> AsyncGenerator[Merging]:
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("booking/mongo")
    keys = RotatingSecret(
        vault,
        "public/ticket-keys",
        clock=SystemClock(),
        max_age=timedelta(seconds=settings.key_max_age_seconds),
        good_for=TRUSTED_KEYS_GOOD_FOR,
    )
    async with mongo.connect(settings.mongo_url, credentials) as client:
        store = MongoTicketStore(client[credentials["database"]])
        yield Merging(Ed25519TicketVerifier(keys), store)
