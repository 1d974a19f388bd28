"""`python -m dev COMMAND`: what the Makefile calls."""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from dev.addresses import DEFAULT_FOLDER, Folders
from dev.demo import demo
from dev.errors import StackError
from dev.seed import seed_running
from dev.up import up


def down() -> None:
    """Stop the stack that runs in this checkout, and wait until it has."""
    pid = _running_supervisor()
    if pid is None:
        print("No stack is running.")
        return
    os.kill(pid, signal.SIGTERM)
    while _running_supervisor() == pid:
        time.sleep(0.1)


def logs() -> None:
    """Follow every process's log."""
    files = sorted(Folders(DEFAULT_FOLDER).logs.glob("*.log"))
    if not files:
        raise StackError("There are no logs yet: start the stack with `make up`.")
    try:
        subprocess.run(["tail", "-n", "20", "-F", *files], check=False)
    except KeyboardInterrupt:
        pass


def reset() -> None:
    """Forget all data, keys and logs of the embedded stack."""
    if _running_supervisor() is not None:
        raise StackError("The stack is running: stop it with `make down`, then reset.")
    shutil.rmtree(DEFAULT_FOLDER, ignore_errors=True)


def _running_supervisor() -> int | None:
    try:
        pid = int((DEFAULT_FOLDER / "supervisor.pid").read_text())
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid


COMMANDS: dict[str, Callable[[], None]] = {
    "up": lambda: asyncio.run(up()),
    "down": down,
    "logs": logs,
    "reset": reset,
    "seed": lambda: asyncio.run(seed_running()),
    "demo": lambda: asyncio.run(demo()),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev")
    parser.add_argument("command", choices=sorted(COMMANDS))
    try:
        COMMANDS[parser.parse_args().command]()
    except StackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
