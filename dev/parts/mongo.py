"""MongoDB's protocol by SecantusDB, with authentication and durable commits."""

import secrets
import sys
from pathlib import Path

from pymongo import AsyncMongoClient

from dev.addresses import HOST, Folders, Ports
from dev.parts.checks import accepts_connections
from dev.processes import Command, ManagedProcess

ROOT_USER = "root"


def command(ports: Ports, folders: Folders, *, authenticate: bool = True) -> Command:
    """The server; its users must exist before it authenticates."""
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
    """In a first start without authentication, make the user that makes all others."""
    key = _root_password_file(folders)
    if key.exists():
        return
    server = ManagedProcess(command(ports, folders, authenticate=False), folders.logs)
    password = secrets.token_urlsafe(32)
    await server.start()
    try:
        async with AsyncMongoClient[dict[str, object]](address(ports)) as client:
            # An earlier first start may have ended between this and the writing of the file.
            exists = (await client.admin.command("usersInfo", ROOT_USER))["users"]
            change = "updateUser" if exists else "createUser"
            await client.admin.command(change, ROOT_USER, pwd=password, roles=["root"])
    finally:
        await server.stop()
    key.touch(mode=0o600)
    key.write_text(password)


def root_password(folders: Folders) -> str:
    """The password of ROOT_USER."""
    return _root_password_file(folders).read_text()


def address(ports: Ports) -> str:
    """Where the services find it, without credentials.

    The server keeps its record of retryable writes in memory: after a crash it would apply a
    repeated one a second time, and it looks through all of that record at each write (8 ms once
    there are 10,000). So the driver is told not to ask for them; MongoDB itself has them.
    """
    return f"mongodb://{HOST}:{ports.mongo}/?retryWrites=false"


def _root_password_file(folders: Folders) -> Path:
    return folders.keys / "mongo-root-password"
