"""`python -m tests.faults`: inject the faults and audit what they leave."""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.apache import fetch
from tests.faults.figures import record_figures
from tests.faults.suite import ROWS, SIDE_BY_SIDE, run

_ABOUT_KAFKA = (6, 9, 13)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "--seed", type=int, help="repeat the random choices of a run; random by default"
    )
    parser.add_argument(
        "--rounds", type=int, default=1, help="1 is the short run, 10 the full size of every row"
    )
    parser.add_argument(
        "--rows", help="row numbers, such as 1,3,13; by default all, and 6,9,13 with --kafka apache"
    )
    parser.add_argument(
        "--testbeds",
        type=int,
        default=SIDE_BY_SIDE,
        help="number of stacks that run at the same time",
    )
    parser.add_argument("--kafka", choices=["embedded", "apache"], default="embedded")
    parser.add_argument("--record", action="store_true", help="write the results to docs/faults.md")
    given = parser.parse_args()
    if min(given.rounds, given.testbeds) < 1:
        parser.error("--rounds and --testbeds must be at least 1")
    seed = secrets.randbits(32) if given.seed is None else given.seed
    apache = given.kafka == "apache"
    if given.rows:
        numbers = [int(each) for each in given.rows.split(",")]
    else:
        numbers = list(_ABOUT_KAFKA if apache else ROWS)
    print(f"seed {seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    if apache:
        fetch()
    began = time.monotonic()
    scale = min(1.0, given.rounds / 10)
    verdict = asyncio.run(run(folder, seed, scale, numbers, testbeds=given.testbeds, apache=apache))
    print(f"took {(time.monotonic() - began) / 60:.1f} minutes; logs and answers: {folder}")
    if given.record:
        faults = {number: row.fault for number, row in ROWS.items()}
        which = f" ROWS={given.rows}" if given.rows else ""
        kafka = " KAFKA=apache" if apache else ""
        testbeds = f" TESTBEDS={given.testbeds}" if given.testbeds != SIDE_BY_SIDE else ""
        command = f"make faults ROUNDS={given.rounds} SEED={seed}{which}{kafka}{testbeds}"
        record_figures(verdict.figures, faults, command, apache=apache)
    sys.exit(1 if verdict.red else 0)


if __name__ == "__main__":
    main()
