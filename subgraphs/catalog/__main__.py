"""`python -m subgraphs.catalog` serves the subgraph; `import FILE` imports a file."""

import argparse
import asyncio
import sys
from pathlib import Path

from shared.runtime.service import run
from shared.runtime.settings import load
from subgraphs.catalog.api.schema import schema
from subgraphs.catalog.app import wire
from subgraphs.catalog.commands.import_file import import_file
from subgraphs.catalog.settings import Settings


def main() -> None:
    """Run the command that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m subgraphs.catalog", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    importer = commands.add_parser(
        "import", help="import a file of cities, cinemas, auditoriums, movies and showtimes"
    )
    importer.add_argument("file", type=Path, help="JSON, or CSV when its name ends in .csv")
    importer.add_argument(
        "--dry-run", action="store_true", help="check the file and print what would be written"
    )
    arguments = parser.parse_args()
    settings = load(Settings)
    if arguments.command == "import":
        sys.exit(asyncio.run(import_file(settings, arguments.file, dry_run=arguments.dry_run)))
    run("catalog", settings, schema, lambda: wire(settings))


if __name__ == "__main__":
    main()
