"""Prepares MongoDB: the replica set when it has none yet, and a user and database per service."""

from collections.abc import Mapping
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from dev.errors import StackError

_USER_EXISTS = 51003
_NO_REPLICATION = 76
_NOT_YET_INITIALIZED = 94
_TIMEOUT_MS = 10_000

Client = AsyncMongoClient[dict[str, Any]]


async def prepare(url: str, users: Mapping[str, Mapping[str, str]]) -> None:
    """Create `users` (username, password, database; by service) as the administrator in `url`."""
    try:
        hosts = parse_uri(url)["nodelist"]
        if len(hosts) == 1:
            # Only a direct connection finds a server that is in no replica set yet.
            async with Client(
                url, serverSelectionTimeoutMS=_TIMEOUT_MS, directConnection=True
            ) as client:
                await _initiate_replica_set(client, "{}:{}".format(*hosts[0]))
        # This waits for the primary, which a new set elects first.
        async with Client(url, serverSelectionTimeoutMS=_TIMEOUT_MS) as client:
            for user in users.values():
                await _make_user(client, user)
    except PyMongoError as error:
        raise StackError(f"MongoDB cannot be prepared: {error}") from error


async def _initiate_replica_set(client: Client, host: str) -> None:
    """Initiate the replica set that transactions need, unless the server is in one already.

    Its one member is `host`, the name that services use. MongoDB's default is the container's
    name, which changes with the next container.
    """
    if "setName" in await client.admin.command("hello"):
        return
    try:
        await client.admin.command("replSetGetStatus")
    except OperationFailure as failure:
        if failure.code == _NO_REPLICATION:
            raise StackError(
                f"MongoDB at {host} is in no replica set, and transactions need one: "
                "start it with --replSet."
            ) from failure
        if failure.code == _NOT_YET_INITIALIZED:
            started = await client.admin.command("getCmdLineOpts")
            name = started["parsed"]["replication"]["replSet"]
            member = {"_id": 0, "host": host}
            await client.admin.command("replSetInitiate", {"_id": name, "members": [member]})


async def _make_user(client: Client, user: Mapping[str, str]) -> None:
    database = client[user["database"]]
    roles = [{"role": "readWrite", "db": user["database"]}]
    try:
        await database.command("createUser", user["username"], pwd=user["password"], roles=roles)
    except OperationFailure as failure:
        if failure.code != _USER_EXISTS:
            raise
        await database.command("updateUser", user["username"], pwd=user["password"], roles=roles)
