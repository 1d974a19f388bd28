"""A failed installation is reported in one sentence, and a current one is left alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from dev import install

UNKNOWN = f"marquee-knows-no-such-package==1 --hash=sha256:{'0' * 64}\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout whose .venv has this Python."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "LOCK", tmp_path / "requirements-dev.lock")
    monkeypatch.setattr(install, "INSTALLED", tmp_path / ".venv" / "installed.lock")
    return tmp_path


def test_another_python_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "WANTED", (3, 9))

    with pytest.raises(SystemExit) as stopped:
        install.main()

    assert stopped.value.code == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("Python 3.9 is needed and this is 3.11.")
    assert "make PYTHON=" in complaint


def test_a_failed_download_is_reported(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "requirements-dev.lock").write_text(UNKNOWN)
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(SystemExit) as stopped:
        install.main()

    assert stopped.value.code == 1
    complaint = capsys.readouterr().err
    assert "The Python packages could not be fetched: check the network" in complaint
    assert "Traceback" not in complaint
    assert not install.INSTALLED.exists()


def test_unchanged_lock_files_download_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "requirements-dev.lock").write_text(UNKNOWN)
    install.INSTALLED.write_text(UNKNOWN)
    commands: list[list[str]] = []

    def record(command: list[str], _otherwise: str) -> None:
        commands.append(command)

    monkeypatch.setattr(install, "run", record)

    install.main()

    assert [command[1:] for command in commands] == [
        ["-m", "dev.node", "router/gateway", "router/compose"],
        ["-m", "dev.storefront"],
    ]


def test_a_failed_npm_installation_is_reported(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text("this is no lock file")

    done = subprocess.run(
        [sys.executable, "-m", "dev.node", tmp_path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"npm ci failed in {tmp_path}")
    assert "Traceback" not in done.stderr
