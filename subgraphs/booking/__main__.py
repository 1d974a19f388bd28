"""`python -m subgraphs.booking` serves the subgraph; its commands are for doors and operators."""

import argparse
import asyncio
import io
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from shared.clock import SystemClock
from shared.runtime.settings import load
from subgraphs.booking.commands.verify_ticket import OfflineDoor, verify_tickets


def main() -> None:
    """The command line."""
    arguments = _parser().parse_args()
    if arguments.command == "verify-ticket":
        # A scanner may send anything: what is no text is no ticket either.
        codes = arguments.codes or io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")
        door = OfflineDoor(
            device=arguments.device,
            opens=timedelta(minutes=arguments.doors_open_minutes),
            showtimes=frozenset(arguments.showtime),
            clock=SystemClock(),
        )
        sys.exit(verify_tickets(arguments.keys, codes, arguments.scans, door))
    _in_the_house(arguments)


def _in_the_house(arguments: argparse.Namespace) -> NoReturn:
    """What needs settings. Imported here: a door has none, and should not wait for the rest."""
    from shared.runtime.service import run
    from subgraphs.booking.api.schema import schema
    from subgraphs.booking.app import wire
    from subgraphs.booking.commands.merge_scans import merge_scans
    from subgraphs.booking.commands.resume import resume
    from subgraphs.booking.commands.ticket_keys import print_ticket_keys
    from subgraphs.booking.settings import Settings

    settings = load(Settings)
    match arguments.command:
        case "ticket-keys":
            sys.exit(asyncio.run(print_ticket_keys(settings)))
        case "merge-scans":
            sys.exit(asyncio.run(merge_scans(settings, arguments.file)))
        case "resume":
            sys.exit(asyncio.run(resume(settings, arguments.bookings)))
        case _:
            run("booking", settings, schema, lambda: wire(settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m subgraphs.booking", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    verify = commands.add_parser(
        "verify-ticket",
        help="say of each code whether it lets in, with the public keys alone; exit with 1 if one "
        "does not",
    )
    verify.add_argument("--keys", type=Path, required=True, help="what `ticket-keys` printed")
    verify.add_argument(
        "--scans", type=Path, help="write down who was let in, and let each ticket in once"
    )
    verify.add_argument(
        "--device", default=socket.gethostname(), help="this door's name in --scans"
    )
    verify.add_argument(
        "--showtime",
        action="append",
        default=[],
        metavar="ID",
        help="let in guests of this showtime only; of each, when it is given more than once",
    )
    verify.add_argument(
        "--doors-open-minutes",
        type=int,
        default=60,
        metavar="N",
        help="how long before a showtime its guests are let in (%(default)s)",
    )
    verify.add_argument("codes", nargs="*", metavar="CODE", help="or one a line on standard input")
    commands.add_parser("ticket-keys", help="print the public keys for doors, as JSON")
    merge = commands.add_parser(
        "merge-scans",
        help="count the scans of a door that was offline; list tickets that let in twice or "
        "should not have, and exit with 1 if there are any",
    )
    merge.add_argument("file", type=Path, metavar="FILE", help="what --scans wrote")
    resume = commands.add_parser(
        "resume",
        help="let bookings that are NEEDS_ATTENTION go on with what is still to be done for them",
    )
    resume.add_argument("bookings", nargs="+", metavar="BOOKING_ID")
    return parser


if __name__ == "__main__":
    main()
