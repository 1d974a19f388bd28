"""The auditor is independent of the services."""

import ast
import sys
from pathlib import Path

from tests.faults import auditor


def test_the_auditor_imports_nothing_from_the_services() -> None:
    (folder,) = map(Path, auditor.__path__)
    imported: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    foreign = {
        name
        for name in imported
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("tests.faults.auditor")
    }
    assert foreign == {"aiokafka", "pymongo"}
