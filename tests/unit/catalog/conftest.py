"""Fixtures of catalog's unit tests."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.catalog.import_files import EXAMPLE_JSON, Content
from tests.unit.catalog.process import MemoryRedis, Query
from tests.unit.catalog.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def redis() -> MemoryRedis:
    return MemoryRedis()


@pytest.fixture(autouse=True)
def no_resolver_has_run() -> None:
    Query.resolved = 0


@pytest.fixture
def content() -> Content:
    """The documentation's example of an import file."""
    return json.loads(EXAMPLE_JSON.read_text())


@pytest.fixture
def write(tmp_path: Path) -> Callable[[object], Path]:
    """Return a function that writes an import file: a text as it is, other values as JSON."""

    def write(content: object) -> Path:
        file = tmp_path / "programme.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return file

    return write
