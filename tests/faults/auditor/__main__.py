"""`python -m tests.faults.auditor`: audit a stack; exit with 1 when there are violations.

Prints one JSON object: `violations` by rule, and how much was read.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from tests.faults.auditor.records import read
from tests.faults.auditor.rules import judge


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.auditor", description=__doc__)
    parser.add_argument(
        "--mongo-url", required=True, help="address with an administrator's credentials"
    )
    parser.add_argument("--provider-log", type=Path, required=True)
    parser.add_argument(
        "--answers",
        type=Path,
        required=True,
        help="file in which the customers recorded their calls",
    )
    parser.add_argument("--kafka", required=True, help="host:port")
    given = parser.parse_args()
    log, answers = (file.read_text().splitlines() for file in (given.provider_log, given.answers))
    records = asyncio.run(read(given.mongo_url, log, answers, given.kafka))
    violations = judge(records)
    verdict = {
        "violations": violations,
        "bookings": len(records.bookings),
        "tickets": len(records.tickets),
        "charges": len(records.charges),
        "answers": sum(bool(call.answer) for call in records.calls),
        "events": sum(map(len, records.events.values())),
    }
    print(json.dumps(verdict, indent=1))
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
