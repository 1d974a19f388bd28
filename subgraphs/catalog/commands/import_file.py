"""`python -m subgraphs.catalog import`: import a file, or check what an import would do."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from subgraphs.catalog.api.import_files.files import read_import_file
from subgraphs.catalog.app import open_catalog
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData
from subgraphs.catalog.service.planning import ImportSummary, Planning
from subgraphs.catalog.settings import Settings


async def import_file(settings: Settings, file: Path, *, dry_run: bool) -> int:
    """Write what is new or different in the file, or only print what an import would do.

    Returns the exit code. It is 1, with every bad row on standard error and nothing written, when
    a row breaks a rule. It is 1 too when the file cannot be read, when a part is unavailable, and
    while another large import is being completed.
    """
    try:
        data = read_import_file(file)
    except ImportRejected as rejected:
        return _fail_with_problems(file, rejected)
    except OSError as error:
        return _fail(f"{file} cannot be read: {error.strerror}.")
    try:
        async with open_catalog(settings) as catalog:
            if dry_run:
                summary = await catalog.planning.imports.check(data)
            else:
                summary = await _import_with_progress(catalog.planning, data)
    except ImportRejected as rejected:
        return _fail_with_problems(file, rejected)
    except (VaultAccessError, OSError) as error:
        return _fail(f"The catalog's secrets cannot be read: {error}")
    except PART_FAILURES as error:
        return _fail(f"{error}\nImport the same file again: what is already written stays.")
    _print_summary(summary, dry_run=dry_run)
    return 0


async def _import_with_progress(planning: Planning, data: CatalogData) -> ImportSummary:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task("showtimes", total=len(data.showtimes))
        return await planning.imports.run(
            data,
            lambda step, showtimes: progress.update(
                task, description=f"showtimes {step}", completed=showtimes
            ),
        )


def _fail_with_problems(file: Path, rejected: ImportRejected) -> int:
    for problem in rejected.problems:
        place = " ".join([f"{file.name}:", *problem.path]).removesuffix(":")
        print(f"{place}: {problem.message}", file=sys.stderr)
    return _fail(rejected.message)


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


def _print_summary(summary: ImportSummary, *, dry_run: bool) -> None:
    for kind, count in summary.new.items():
        print(f"{kind}: {count} new, {summary.changed.get(kind, 0)} changed")
    if summary.kept:
        print(f"{summary.kept} showtimes were there already and stay as they are.")
    if dry_run:
        print("Nothing was written: this was a dry run.")
