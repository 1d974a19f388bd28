"""The console's checks before it connects to anything."""

import io
from typing import Any

import pytest

from subgraphs.account.commands.create_admin import create_admin


async def test_invalid_input_is_printed_by_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings: Any = None  # nothing connects
    monkeypatch.setattr("sys.stdin", io.StringIO("password123\n"))
    assert await create_admin(settings, "no address", "Ada", "") == 1
    problems = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in problems] == ["email", "password", "lastName"]
