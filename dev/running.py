"""Lets at most one process run the stack in a folder, and finds that process."""

import os
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from dev.errors import StackError


def claim(folder: Path) -> FileLock:
    """Lock the folder until the lock is released; StackError when another stack holds it.

    The kernel releases the lock when this process dies, even by kill -9.
    """
    lock = FileLock(_file(folder), blocking=False, on_acquired=_write_process_id)
    try:
        lock.acquire()
    except Timeout:
        raise StackError(
            f"The stack in {folder} is running already: use it, or stop it with `make down`."
        ) from None
    return lock


def running_supervisor(folder: Path) -> psutil.Process | None:
    """Return the process that holds the folder; None when none does.

    The lock decides, because the id in the file may belong to another program by now.
    """
    file = _file(folder)
    if not file.exists():
        return None
    try:
        with FileLock(file, blocking=False):
            return None
    except Timeout:
        try:
            return psutil.Process(int(file.read_text()))
        except psutil.NoSuchProcess:
            return None  # it has ended since


def _file(folder: Path) -> Path:
    return folder / "supervisor.pid"


def _write_process_id(lock_file: int) -> None:
    os.truncate(lock_file, 0)
    os.pwrite(lock_file, str(os.getpid()).encode(), 0)
