"""The scans of a door that was offline: a file of JSON lines.

Each line has `ticket`, `code`, `at` (RFC 3339) and `device`.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from shared.rfc3339 import parse_moment
from subgraphs.booking.domain.check_in import DoorScan
from subgraphs.booking.domain.scanned_codes import trim


def read_scans(path: Path) -> Iterator[tuple[int, DoorScan | None]]:
    """Yield each line's number and its scan; None for a line that holds no scan.

    A power cut leaves half a line behind. Its guest was not let in: the door writes first. What
    editors and file systems leave at the ends of a line is no part of it.
    """
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(map(trim, lines), start=1):
            if line:
                yield number, _scan(line)


class ScanFile:
    """One door's file: read once, then written line by line."""

    def __init__(self, path: Path) -> None:
        """Raise OSError when the file cannot be read or written."""
        path.touch()
        self._first: dict[str, DoorScan] = {}
        for _, scan in read_scans(path):
            if scan is not None:
                self._first.setdefault(scan.ticket_id, scan)
        self._path = path
        self._ends_whole = path.read_bytes()[-1:] in (b"", b"\n")

    def first(self, ticket_id: str) -> DoorScan | None:
        """Return the scan that let a guest in with that ticket; None when there is none."""
        return self._first.get(ticket_id)

    def add(self, scan: DoorScan) -> None:
        """Write the scan; it is on the disk when this returns."""
        line = json.dumps(
            {
                "ticket": scan.ticket_id,
                "code": scan.code,
                "at": scan.at.isoformat(),
                "device": scan.device,
            }
        )
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n" if self._ends_whole else f"\n{line}\n")
            file.flush()
            os.fsync(file.fileno())
        self._ends_whole = True
        self._first[scan.ticket_id] = scan


def _scan(line: str) -> DoorScan | None:
    try:
        fields = json.loads(line)
        texts = [fields[name] for name in ("ticket", "code", "at", "device")]
        if not all(isinstance(text, str) for text in texts):
            return None
        ticket_id, code, at, device = texts
        return DoorScan(ticket_id, code, parse_moment(at).astimezone(UTC), device)
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
