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
from subgraphs.booking.commands.verify_ticket import OfflineDoor, verify_tickets


def main() -> None:
    """Run the command line."""
    arguments = _parser().parse_args()
    if arguments.command == "verify-ticket":
        # A scanner may send anything: bytes that are not text are refused as a code.
        codes = arguments.codes or io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")
        door = OfflineDoor(
            device=arguments.device,
            opens=timedelta(minutes=arguments.doors_open_minutes),
            showtimes=frozenset(arguments.showtime),
            clock=SystemClock(),
        )
        sys.exit(verify_tickets(arguments.keys, codes, arguments.scans, door))
    _run_with_settings(arguments)


def _run_with_settings(arguments: argparse.Namespace) -> NoReturn:
    """Serve, or run a command that needs settings.

    The imports are here because a door has no settings and must not wait for these modules.
    """
    from shared.runtime.service import run
    from shared.runtime.settings import load
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
        help="print for each code whether it lets a guest in, with nothing but the public keys; "
        "exit with 1 if one does not",
    )
    verify.add_argument("--keys", type=Path, required=True, help="the output of `ticket-keys`")
    verify.add_argument(
        "--scans", type=Path, help="record scans in this file, and let each ticket in once"
    )
    verify.add_argument(
        "--device", default=socket.gethostname(), help="this door's name in --scans"
    )
    verify.add_argument(
        "--showtime",
        action="append",
        default=[],
        metavar="ID",
        help="let in guests of this showtime only; repeat it for several showtimes",
    )
    verify.add_argument(
        "--doors-open-minutes",
        type=int,
        default=60,
        metavar="N",
        help="how long before a showtime its guests are let in (%(default)s)",
    )
    verify.add_argument(
        "codes", nargs="*", metavar="CODE", help="without any: one a line on standard input"
    )
    commands.add_parser("ticket-keys", help="print the public keys for doors, as JSON")
    merge = commands.add_parser(
        "merge-scans",
        help="count the scans of a door that was offline; list tickets that let guests in twice "
        "or should not have, and exit with 1 if there are any",
    )
    merge.add_argument("file", type=Path, metavar="FILE", help="the file that --scans wrote")
    resume = commands.add_parser(
        "resume",
        help="let bookings with the status NEEDS_ATTENTION continue at their step",
    )
    resume.add_argument("bookings", nargs="+", metavar="BOOKING_ID")
    return parser


if __name__ == "__main__":
    main()
