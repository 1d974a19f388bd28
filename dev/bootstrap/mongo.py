"""MongoDB: the replica set where it is ours to start, and one user and database per service."""

from collections.abc import Mapping
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from dev.errors import StackError

_USER_EXISTS = 51003
_NO_REPLICATION = 76
_NOT_YET_INITIALIZED = 94
_PATIENCE_MS = 10_000

Client = AsyncMongoClient[dict[str, Any]]


async def prepare(url: str, users: Mapping[str, Mapping[str, str]]) -> None:
    """Make `users` (username, password, database; by service) with the administrator of `url`."""
    try:
        hosts = parse_uri(url)["nodelist"]
        if len(hosts) == 1:
            # Directly: a server that is in no replica set yet is found by no other way.
            async with Client(
                url, serverSelectionTimeoutMS=_PATIENCE_MS, directConnection=True
            ) as client:
                await _initiate_replica_set(client, "{}:{}".format(*hosts[0]))
        # Waits for the primary, which a new set has to elect first.
        async with Client(url, serverSelectionTimeoutMS=_PATIENCE_MS) as client:
            for user in users.values():
                await _make_user(client, user)
    except PyMongoError as error:
        raise StackError(f"MongoDB cannot be prepared: {error}") from error


async def _initiate_replica_set(client: Client, host: str) -> None:
    """Transactions need a replica set; a server that is in one already is left alone.

    Its one member is `host`, as services call it: MongoDB's own choice would be the container's
    name, which the next container does not have.
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
