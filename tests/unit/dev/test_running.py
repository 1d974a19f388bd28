"""At most one process runs the stack in a folder."""

import os
from pathlib import Path

import pytest

from dev.errors import StackError
from dev.running import claim, running_supervisor


def test_a_folder_is_claimed_once(tmp_path: Path) -> None:
    with (
        claim(tmp_path),
        pytest.raises(StackError, match="is running already: use it, or stop it with `make down`"),
    ):
        claim(tmp_path)


def test_the_one_that_holds_it_is_found(tmp_path: Path) -> None:
    assert running_supervisor(tmp_path) is None
    with claim(tmp_path):
        assert running_supervisor(tmp_path) == os.getpid()


def test_a_number_that_was_left_behind_is_nobody(tmp_path: Path) -> None:
    claim(tmp_path).close()

    assert (tmp_path / "supervisor.pid").read_text() == str(os.getpid())
    assert running_supervisor(tmp_path) is None
