"""Which process runs the stack in a folder; at most one does."""

import fcntl
import os
from pathlib import Path
from typing import IO

from dev.errors import StackError


def claim(folder: Path) -> IO[str]:
    """Hold the folder until the file is closed; StackError when another stack holds it."""
    file = _file(folder).open("a+")
    if not _lock(file):
        file.close()
        raise StackError(
            f"The stack in {folder} is running already: use it, or stop it with `make down`."
        )
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def running_supervisor(folder: Path) -> int | None:
    """The process that holds the folder; None when none does.

    The lock tells, not the number in the file: that may be another program's by now.
    """
    if not _file(folder).exists():
        return None
    with _file(folder).open("r+") as file:
        return None if _lock(file) else int(file.read())


def _file(folder: Path) -> Path:
    return folder / "supervisor.pid"


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
