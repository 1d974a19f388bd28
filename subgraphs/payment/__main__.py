"""`python -m subgraphs.payment` serves the subgraph; `reconcile` compares the books."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta

from shared.runtime.service import run
from shared.runtime.settings import load
from subgraphs.payment.api.schema import schema
from subgraphs.payment.app import wire
from subgraphs.payment.commands.reconcile import reconcile
from subgraphs.payment.settings import Settings


def main() -> None:
    """Run the command that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m subgraphs.payment", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    daily = commands.add_parser(
        "reconcile",
        help="compare payments and the ledger with the provider's books and list every "
        "difference; exit with 1 if there is one, with 2 if the books cannot be compared",
    )
    daily.add_argument(
        "--days",
        type=int,
        default=2,
        help="compare payments that changed in the last DAYS days, in either book (default 2)",
    )
    arguments = parser.parse_args()
    settings = load(Settings)
    if arguments.command == "reconcile":
        since = datetime.now(UTC) - timedelta(days=arguments.days)
        sys.exit(asyncio.run(reconcile(settings, since)))
    run("payment", settings, schema, lambda: wire(settings))


if __name__ == "__main__":
    main()
