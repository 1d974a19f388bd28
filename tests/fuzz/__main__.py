"""Fuzz the public API of a stack of its own, and print a table of the answers: `make fuzz`."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dev.addresses import Ports
from dev.stack import Stack
from tests.fuzz.callers import CALLERS
from tests.fuzz.run import Report, fuzz


def show(report: Report) -> None:
    """Print the counts, and each fault with its operation."""
    console = Console(width=100)
    table = Table(title=f"{report.sent.total()} operations, {report.seconds:.0f} s")
    for heading in ("caller", "sent", "without errors"):
        table.add_column(heading)
    for caller in CALLERS:
        table.add_row(caller, str(report.sent[caller]), str(report.answered[caller]))
    console.print(table)
    codes = Table(title=f"errors, of {len(report.fields)} root fields")
    codes.add_column("code")
    codes.add_column("times")
    for code, times in report.codes.most_common():
        codes.add_row(str(code), str(times))
    console.print(codes)
    seconds, field = report.slowest
    print(f"slowest: {field}, {seconds:.1f} s\nconversations: {report.conversations}")
    print(f"faults: {len(report.faults)}\nerrors in the logs: {len(report.logged)}")
    for fault in report.faults:
        print(f"\n{fault}")
    for line in report.logged[:100]:
        print(line)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with Stack(Path(folder) / "stack", Ports.free()) as stack:
            report = await fuzz(stack, Path(folder), count=given.operations, seed=given.seed)
    show(report)
    if report.faults or report.logged:
        raise SystemExit(1)


if __name__ == "__main__":
    asyncio.run(main())
