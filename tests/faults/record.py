"""Keeps the measured figures in `docs/faults.md`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from dev.addresses import ROOT

FILE = ROOT / "docs" / "faults.md"
_ROW = re.compile(r"^\| (\d+) \|.*$", re.MULTILINE)


def record(figures: Mapping[int, str], faults: Mapping[int, str], command: str) -> None:
    """Replace the lines of these rows in the table; `command` says how they were measured."""
    write(FILE, figures, faults, f"`{command}`, {datetime.now(UTC).date().isoformat()}")


def write(file: Path, figures: Mapping[int, str], faults: Mapping[int, str], how: str) -> None:
    """Replace the lines of these rows in the table of `file`; the others stay as they are."""
    text = file.read_text()
    lines = {int(row[1]): row[0] for row in _ROW.finditer(text)}
    lines |= {n: f"| {n} | {faults[n]} | {figure} | {how} |" for n, figure in figures.items()}
    head, *_, tail = _ROW.split(text)
    file.write_text(head + "\n".join(lines[number] for number in sorted(lines)) + tail)
