"""At most one process runs the stack in a folder, and it can be found and stopped."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from dev import __main__ as commands
from dev.addresses import ROOT
from dev.errors import StackError
from dev.running import claim, running_supervisor

HOLD = """
import signal, sys
from pathlib import Path
from dev.running import claim

lock = claim(Path(sys.argv[1]))
print("claimed", flush=True)
signal.pause()
"""


def test_a_folder_is_claimed_once(tmp_path: Path) -> None:
    with (
        claim(tmp_path),
        pytest.raises(StackError, match="is running already: use it, or stop it with `make down`"),
    ):
        claim(tmp_path)


def test_a_refused_claim_keeps_the_holders_process_id(tmp_path: Path) -> None:
    with claim(tmp_path):
        with pytest.raises(StackError):
            claim(tmp_path)

        assert (tmp_path / "supervisor.pid").read_text() == str(os.getpid())


def test_the_holder_is_found(tmp_path: Path) -> None:
    assert running_supervisor(tmp_path) is None
    with claim(tmp_path):
        assert running_supervisor(tmp_path) == psutil.Process()


def test_a_process_id_without_a_lock_belongs_to_no_supervisor(tmp_path: Path) -> None:
    claim(tmp_path).release()

    assert (tmp_path / "supervisor.pid").read_text() == str(os.getpid())
    assert running_supervisor(tmp_path) is None


def test_a_longer_process_id_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "supervisor.pid").write_text("1234567890")

    with claim(tmp_path):
        assert (tmp_path / "supervisor.pid").read_text() == str(os.getpid())


def test_down_stops_the_holder_even_when_nobody_reaps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "DEFAULT_FOLDER", tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "claimed\n"

        commands.down()

        assert psutil.Process(holder.pid).status() == psutil.STATUS_ZOMBIE
        assert running_supervisor(tmp_path) is None
    commands.down()
    assert capsys.readouterr().out == "No stack is running.\n"
