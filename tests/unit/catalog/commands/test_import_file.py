"""The import command: what it prints and returns when a file is not imported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from subgraphs.catalog.commands.import_file import import_file
from subgraphs.catalog.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a catalog whose credentials are missing."""
    return Settings(
        mongo_url="mongodb://127.0.0.1:9",
        redis_url="redis://127.0.0.1:9",
        kafka_bootstrap_servers="127.0.0.1:9",
        vault_addr="http://127.0.0.1:9",
        vault_role_id_file=tmp_path / "role-id",
        vault_secret_id_file=tmp_path / "secret-id",
    )


async def test_a_missing_file_is_reported(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_file(settings, tmp_path / "programme.json", dry_run=False) == 1
    assert "programme.json cannot be read: No such file or directory." in capsys.readouterr().err


async def test_a_file_of_another_form_is_reported(
    settings: Settings, write: Callable[[object], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_file(settings, write("[]"), dry_run=False) == 1
    problem, summary = capsys.readouterr().err.splitlines()
    assert problem.startswith("programme.json: This is no import file")
    assert summary == "Bad rows: 1. Nothing was written."


async def test_a_problem_is_printed_with_file_line_and_column(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "programme.csv"
    file.write_text("kind,id,nmae\ncities,cty_1,Oaxaca\n")
    assert await import_file(settings, file, dry_run=False) == 1
    problem, _ = capsys.readouterr().err.splitlines()
    assert problem == "programme.csv: line 1 nmae: There is no column of this name; there is name."


async def test_missing_credentials_are_reported(
    settings: Settings, write: Callable[[object], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_file(settings, write("{}"), dry_run=True) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("The catalog's secrets cannot be read:")
    assert "programme.json" not in printed
