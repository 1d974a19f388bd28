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
from contextlib import suppress

from dev.addresses import DEFAULT_FOLDER, Folders
from dev.demo import demo
from dev.errors import StackError
from dev.running import running_supervisor
from dev.seed import seed_running
from dev.up import up


def down() -> None:
    """Stop the stack that runs in this checkout, and wait until it has."""
    pid = running_supervisor(DEFAULT_FOLDER)
    if pid is None:
        print("No stack is running.")
        return
    os.kill(pid, signal.SIGTERM)
    while running_supervisor(DEFAULT_FOLDER) == pid:
        time.sleep(0.1)


def logs() -> None:
    """Follow every process's log."""
    files = sorted(Folders(DEFAULT_FOLDER).logs.glob("*.log"))
    if not files:
        raise StackError("There are no logs yet: start the stack with `make up`.")
    with suppress(KeyboardInterrupt):
        subprocess.run(["tail", "-n", "20", "-F", *files], check=False)


def reset() -> None:
    """Forget all data, keys and logs of the embedded stack."""
    if running_supervisor(DEFAULT_FOLDER) is not None:
        raise StackError("The stack is running: stop it with `make down`, then reset.")
    shutil.rmtree(DEFAULT_FOLDER, ignore_errors=True)


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
