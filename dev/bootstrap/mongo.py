"""MongoDB: the replica set where it is ours to start, and one user and database per service."""

from collections.abc import Mapping

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from dev.errors import StackError

_USER_EXISTS = 51003
_NOT_YET_INITIALIZED = 94


async def prepare(url: str, users: Mapping[str, Mapping[str, str]]) -> None:
    """Make `users` (username, password, database; by service) with the administrator of `url`."""
    try:
        async with AsyncMongoClient[dict[str, object]](
            url, serverSelectionTimeoutMS=10_000, directConnection=True
        ) as client:
            await _initiate_replica_set(client)
            for user in users.values():
                await _make_user(client, user)
    except PyMongoError as error:
        raise StackError(f"MongoDB cannot be prepared: {error}") from error


async def _initiate_replica_set(client: AsyncMongoClient[dict[str, object]]) -> None:
    """Transactions need a replica set; a server that is in one already is left alone."""
    if "setName" in await client.admin.command("hello"):
        return
    try:
        await client.admin.command("replSetGetStatus")
    except OperationFailure as failure:
        if failure.code == _NOT_YET_INITIALIZED:
            await client.admin.command("replSetInitiate")


async def _make_user(client: AsyncMongoClient[dict[str, object]], user: Mapping[str, str]) -> None:
    database = client[user["database"]]
    roles = [{"role": "readWrite", "db": user["database"]}]
    try:
        await database.command("createUser", user["username"], pwd=user["password"], roles=roles)
    except OperationFailure as failure:
        if failure.code != _USER_EXISTS:
            raise
        await database.command("updateUser", user["username"], pwd=user["password"], roles=roles)
