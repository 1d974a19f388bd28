"""Import files to test with, and ways to import them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from subgraphs.catalog.api.import_files.files import read_import_file
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.service.planning import ImportSummary
from tests.unit.catalog.town import Town

_DOCS = Path(__file__).parents[3] / "docs"
EXAMPLE_JSON = _DOCS / "import-example.json"
EXAMPLE_CSV = _DOCS / "import-example.csv"
Content = dict[str, Any]


async def run_import(town: Town, file: Path) -> ImportSummary:
    return await town.planning.imports.run(read_import_file(file), lambda _step, _showtimes: None)


async def problems_of(town: Town, file: Path) -> list[tuple[str, str]]:
    """Return the places and codes of the problems of a file; nothing of it is written."""
    with pytest.raises(ImportRejected) as rejected:
        await run_import(town, file)
    assert town.store.number == 0
    return [(" ".join(each.path), each.code) for each in rejected.value.problems]


def change(path: str, value: object) -> Callable[[Content], None]:
    """Return a function that sets one value of a file, such as `movies.0.title`."""

    def apply(content: Content) -> None:
        *parents, last = (int(name) if name.isdigit() else name for name in path.split("."))
        at: Any = content
        for name in parents:
            at = at[name]
        at[last] = value

    return apply
