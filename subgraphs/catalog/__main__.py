"""`python -m subgraphs.catalog` serves the subgraph; with `import FILE` it takes in a file."""

import argparse
import asyncio
import sys
from pathlib import Path

from shared.service import run
from subgraphs.catalog import importing
from subgraphs.catalog.app import connect, wire
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.schema import schema
from subgraphs.catalog.settings import Settings


async def import_file(settings: Settings, file: Path) -> None:
    """Write what is new or different in the file; exits with 1 and every bad row otherwise."""
    try:
        data = importing.read(file)
    except ImportRejected as rejected:
        for problem in rejected.problems:
            print(f"{'.'.join(problem.path)}: {problem.message}", file=sys.stderr)
        sys.exit(rejected.message)
    async with connect(settings) as core:
        changed = await core.service.import_all(data)
    print(f"{changed} rows were new or different.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m subgraphs.catalog")
    commands = parser.add_subparsers(dest="command")
    importer = commands.add_parser("import", help="take in a file of cinemas, films and showtimes")
    importer.add_argument("file", type=Path)
    arguments = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest
    if arguments.command == "import":
        asyncio.run(import_file(settings, arguments.file))
    else:
        run("catalog", settings, schema, lambda: wire(settings))


if __name__ == "__main__":
    main()
