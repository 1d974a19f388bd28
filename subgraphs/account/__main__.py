"""`python -m subgraphs.account` serves the subgraph; `create-admin` makes an administrator."""

import argparse
import asyncio
import sys

from shared.runtime.service import run
from shared.runtime.settings import load
from subgraphs.account.api.schema import schema
from subgraphs.account.app import wire
from subgraphs.account.commands.create_admin import create_admin
from subgraphs.account.settings import Settings


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m subgraphs.account", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    admin = commands.add_parser(
        "create-admin",
        help="open an account with the role ADMIN; its password is read from the terminal, or "
        "from standard input when that is no terminal, and never from an argument",
    )
    admin.add_argument("--email", required=True)
    admin.add_argument("--first-name", required=True)
    admin.add_argument("--last-name", required=True)
    arguments = parser.parse_args()
    settings = load(Settings)
    if arguments.command == "create-admin":
        sys.exit(
            asyncio.run(
                create_admin(settings, arguments.email, arguments.first_name, arguments.last_name)
            )
        )
    run("account", settings, schema, lambda: wire(settings))


if __name__ == "__main__":
    main()
