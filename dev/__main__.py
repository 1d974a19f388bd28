"""Runs `python -m dev COMMAND`, as the Makefile does."""

import argparse
import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

from dev.addresses import DEFAULT_FOLDER, Folders
from dev.demo import demo
from dev.errors import StackError
from dev.running import running_supervisor
from dev.seed import seed_running
from dev.up import up


def down() -> None:
    """Stop the stack that runs in this checkout, and wait until it has stopped."""
    supervisor = running_supervisor(DEFAULT_FOLDER)
    if supervisor is None:
        print("No stack is running.")
        return
    with suppress(psutil.NoSuchProcess):
        supervisor.terminate()
    # Not supervisor.wait(): that waits forever when the supervisor's parent does not reap it.
    while running_supervisor(DEFAULT_FOLDER) == supervisor:
        time.sleep(0.1)


def logs() -> None:
    """Print the end of every process's log, and follow it until Ctrl-C."""
    files = sorted(Folders(DEFAULT_FOLDER).logs.glob("*.log"))
    if not files:
        raise StackError("There are no logs yet: start the stack with `make up`.")
    with suppress(KeyboardInterrupt):
        subprocess.run(["tail", "-n", "20", "-F", *files], check=False)


def reset() -> None:
    """Delete all data, keys and logs of the embedded stack."""
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
