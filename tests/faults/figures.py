"""Write measured figures to `docs/faults.md`."""

import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from dev.addresses import ROOT

FILE = ROOT / "docs" / "faults.md"
_ROW = re.compile(r"^\| (\d+) \|.*$", re.MULTILINE)
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def record_figures(
    figures: Mapping[int, str], faults: Mapping[int, str], command: str, *, apache: bool
) -> None:
    """Replace the lines of these rows; `command` is what measured them.

    The document's first table is for the embedded broker, the second for Apache Kafka.
    """
    say = ("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    commit = subprocess.run(say, check=True, capture_output=True, text=True).stdout.strip()
    how = f"`{command}`, {datetime.now(UTC).date().isoformat()}, {commit}"
    write_figures(FILE, figures, faults, how, table=1 if apache else 0)


def write_figures(
    file: Path, figures: Mapping[int, str], faults: Mapping[int, str], how: str, *, table: int
) -> None:
    """Replace the lines of these rows in one table of `file`; the other lines stay."""
    text = file.read_text()
    found = list(_TABLE.finditer(text))[table]
    lines = {int(row[1]): row[0] for row in _ROW.finditer(found[0])}
    lines |= {n: f"| {n} | {faults[n]} | {figure} | {how} |" for n, figure in figures.items()}
    head = found[0].splitlines()[:2]
    rows = [*head, *(lines[number] for number in sorted(lines))]
    file.write_text(text[: found.start()] + "\n".join(rows) + "\n" + text[found.end() :])
