"""Starts SecantusDB, a server with MongoDB's protocol, authentication and durable commits."""

import secrets
import sys
from pathlib import Path

from pymongo import AsyncMongoClient

from dev.addresses import HOST, Folders, Ports
from dev.parts.checks import accepts_connections
from dev.processes import Command, ManagedProcess

ROOT_USER = "root"


def command(ports: Ports, folders: Folders, *, authenticate: bool = True) -> Command:
    """Return the server's command; users must exist before it authenticates."""
    arguments = ["--host", HOST, "--port", str(ports.mongo), "--sync-on-commit"]
    return Command(
        name="mongo",
        argv=(
            *(sys.executable, "-m", "dev.mongo_server"),
            *arguments,
            "--storage-path",
            folders.data / "mongo",
            *(["--auth"] if authenticate else []),
        ),
        check=accepts_connections(ports.mongo),
        env={},
    )


async def make_root_user(ports: Ports, folders: Folders) -> None:
    """Create the administrator, in a first start of the server without authentication."""
    key = _root_password_file(folders)
    if key.exists():
        return
    server = ManagedProcess(command(ports, folders, authenticate=False), folders.logs)
    password = secrets.token_urlsafe(32)
    await server.start()
    try:
        async with AsyncMongoClient[dict[str, object]](address(ports)) as client:
            # An earlier first start may have ended before it wrote the file.
            exists = (await client.admin.command("usersInfo", ROOT_USER))["users"]
            change = "updateUser" if exists else "createUser"
            await client.admin.command(change, ROOT_USER, pwd=password, roles=["root"])
    finally:
        await server.stop()
    key.touch(mode=0o600)
    key.write_text(password)


def root_password(folders: Folders) -> str:
    """Return the password of ROOT_USER."""
    return _root_password_file(folders).read_text()


def address(ports: Ports) -> str:
    """Return the server's address for services, without credentials.

    It turns retryable writes off, which MongoDB itself supports. SecantusDB keeps its record of
    them in memory, so that after a crash it would apply a repeated write twice; and each write
    searches the whole record (8 ms when it has 10,000 entries).
    """
    return f"mongodb://{HOST}:{ports.mongo}/?retryWrites=false"


def _root_password_file(folders: Folders) -> Path:
    return folders.keys / "mongo-root-password"
