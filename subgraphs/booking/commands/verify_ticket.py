"""`python -m subgraphs.booking verify-ticket`: a door that needs no network.

It knows the cinema's public keys, the time and its arguments: no setting, service or store.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from shared.clock import Clock
from subgraphs.booking.adapters.ticket_codes import TicketClaims, public_key, verify_offline
from subgraphs.booking.commands.scan_file import ScanFile
from subgraphs.booking.domain.check_in import LONGEST_STAY, DoorScan, refuse_outside
from subgraphs.booking.domain.scanned_codes import scanned_code, trim
from subgraphs.booking.errors import OtherShowtime, TicketRejected


class WrongUse(Exception):
    """The command cannot do what its arguments say; the message says why."""


@dataclass(frozen=True, slots=True)
class OfflineDoor:
    """A door without a connection; `device` is its name in the scans.

    `opens` is how long before a showtime its guests are let in. `showtimes` are those whose guests
    come in here; none means all.
    """

    device: str
    opens: timedelta
    showtimes: frozenset[str]
    clock: Clock

    def admit(self, claims: TicketClaims, at: datetime) -> None:
        """Raise TicketRejected unless these claims let a guest in here at that time."""
        if self.showtimes and claims.showtime_id not in self.showtimes:
            raise OtherShowtime(claims.showtime_id)
        begins = claims.starts_at
        refuse_outside(at, begins, begins + LONGEST_STAY, self.opens, zone=None)


def verify_tickets(
    keys_file: Path, codes: Iterable[str], scans_file: Path | None, door: OfflineDoor
) -> int:
    """Print a line for each code; return 0 when all let a guest in, 1 when one does not.

    With `scans_file`, each scan is recorded there, and a ticket is valid once. Return 2 for wrong
    use.
    """
    try:
        keys = _read_keys(keys_file)
        scans = _open(scans_file) if scans_file else None
        return _verify(keys, codes, scans, door)
    except WrongUse as wrong:
        print(wrong, file=sys.stderr)
        return 2


def _verify(
    keys: Mapping[str, str], codes: Iterable[str], scans: ScanFile | None, door: OfflineDoor
) -> int:
    refused: list[bool] = []
    for line in filter(trim, codes):
        answer, lets_in = _try(keys, scanned_code(line), scans, door)
        # Flushed: a guest stands at the door and waits.
        print(("valid   " if lets_in else "refused ") + answer, flush=True)
        refused.append(not lets_in)
    if not refused:
        raise WrongUse("Give a code: as an argument, or one a line on standard input.")
    return int(any(refused))


def _try(
    keys: Mapping[str, str], code: str, scans: ScanFile | None, door: OfflineDoor
) -> tuple[str, bool]:
    now = door.clock.now()
    try:
        claims = verify_offline(code, keys)
        door.admit(claims, now)
    except TicketRejected as rejected:
        return rejected.message, False
    if scans is not None:
        before = scans.first(claims.ticket_id)
        if before is not None:
            moment = f"{before.at:%H:%M:%S on %d %B %Y} {before.at.tzname()}"
            return f"{claims.ticket_id} was used before: {moment}, by {before.device}.", False
        scans.add(DoorScan(claims.ticket_id, code, now, door.device))
    return (
        f"{claims.ticket_id}  seat {claims.seat_id}  showtime {claims.showtime_id}  "
        f"starts {claims.starts_at.isoformat()}"
    ), True


def _read_keys(file: Path) -> Mapping[str, str]:
    try:
        given: Any = json.loads(file.read_bytes())
    except OSError as error:
        raise WrongUse(f"The key file {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise WrongUse(f"The key file {file} is not JSON: {error}.") from error
    wrong = WrongUse(f"The key file {file} is not the output of `ticket-keys`: public keys by id.")
    if not isinstance(given, dict) or not given:
        raise wrong
    keys = cast(dict[str, Any], given)
    try:
        for pem in keys.values():
            public_key(pem)
    except (ValueError, TypeError, AttributeError) as error:
        raise wrong from error
    return keys


def _open(file: Path) -> ScanFile:
    try:
        return ScanFile(file)
    except OSError as error:
        raise WrongUse(f"The scans cannot be recorded in {file}: {error.strerror}.") from error
