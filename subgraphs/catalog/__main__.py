"""`python -m subgraphs.catalog` serves the subgraph; with `import FILE` it takes in a file."""

import argparse
import asyncio
import sys
from pathlib import Path

from pymongo.errors import PyMongoError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from shared.errors import Unavailable
from shared.runtime.service import run
from shared.runtime.settings import load
from shared.secrets.vault import VaultAccessError
from subgraphs.catalog.api import import_files as importing
from subgraphs.catalog.api.schema import schema
from subgraphs.catalog.app import connect, wire
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData
from subgraphs.catalog.service.planning import ImportSummary
from subgraphs.catalog.settings import Settings


async def import_file(settings: Settings, file: Path, *, dry_run: bool) -> None:
    """Write what is new or different in the file, or only say what that is.

    Exits with 1, naming every bad row, when one breaks a rule; then nothing is written. Exits with
    1, too, when a part is away or another large import is being completed.
    """
    try:
        data = _read(file)
        async with connect(settings) as core:
            if dry_run:
                summary = await core.planning.imports.check(data)
            else:
                with _progress() as progress:
                    task = progress.add_task("showtimes", total=len(data.showtimes))
                    summary = await core.planning.imports.run(
                        data,
                        lambda step, showtimes: progress.update(
                            task, description=f"showtimes {step}", completed=showtimes
                        ),
                    )
    except ImportRejected as rejected:
        for problem in rejected.problems:
            print(f"{' '.join(problem.path)}: {problem.message}", file=sys.stderr)
        sys.exit(rejected.message)
    except (VaultAccessError, OSError) as error:
        sys.exit(f"The catalog's secrets cannot be read: {error}")
    except (Unavailable, PyMongoError) as away:
        sys.exit(f"{away}\nThe same file again goes on from whatever was written.")
    print(_said(summary, dry_run=dry_run))


def _read(file: Path) -> CatalogData:
    try:
        return importing.read(file)
    except OSError as error:
        sys.exit(f"{file} cannot be read: {error.strerror}.")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)


def _said(summary: ImportSummary, *, dry_run: bool) -> str:
    lines = [
        f"{kind}: {count} new, {summary.changed.get(kind, 0)} changed"
        for kind, count in summary.new.items()
    ]
    if summary.kept:
        lines.append(f"{summary.kept} showtimes were there already and stay as they are.")
    if dry_run:
        lines.append("Nothing was written: this was a dry run.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m subgraphs.catalog")
    commands = parser.add_subparsers(dest="command")
    importer = commands.add_parser(
        "import", help="take in a file of cities, cinemas, auditoriums, movies and showtimes"
    )
    importer.add_argument("file", type=Path, help="JSON, or CSV when its name ends so")
    importer.add_argument(
        "--dry-run", action="store_true", help="check the file and say what would be written"
    )
    arguments = parser.parse_args()
    settings = load(Settings)
    if arguments.command == "import":
        asyncio.run(import_file(settings, arguments.file, dry_run=arguments.dry_run))
    else:
        run("catalog", settings, schema, lambda: wire(settings))


if __name__ == "__main__":
    main()
