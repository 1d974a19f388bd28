"""MongoDB: the connection, collections with their rules, and transactions."""

import math
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pymongo
from pymongo import AsyncMongoClient, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import CollectionInvalid

from shared.storage import driver_lock

Document = dict[str, Any]
Database = AsyncDatabase[Document]
Session = AsyncClientSession
Result = TypeVar("Result")

PATIENCE = timedelta(seconds=10)
"""How long one call or transaction may take: less than clients wait for our answer."""
_BUILDING_INDEXES = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class CollectionSpec:
    """A collection and what the server enforces on it.

    `schema` is a `$jsonSchema`: the last defence against a document that no code should write.
    `indexes` serve the queries of the store in whose file the spec is.
    """

    name: str
    schema: Mapping[str, Any] | None = None
    indexes: Sequence[IndexModel] = field(default_factory=tuple)


def connect(url: str, credentials: Mapping[str, str]) -> AsyncMongoClient[Document]:
    """Return a client for `url` as the user in `credentials` (`username`, `password`, `database`).

    Nothing is sent before the first operation. Times come back timezone-aware. A server that
    cannot be reached is reported after 5 seconds instead of the driver's 30. A server that does
    not answer is reported after PATIENCE instead of never: a transaction whose owner died may
    have locked the document.
    """
    driver_lock.patch()
    return AsyncMongoClient(
        url,
        username=credentials["username"],
        password=credentials["password"],
        authSource=credentials["database"],
        tz_aware=True,
        serverSelectionTimeoutMS=5_000,
        socketTimeoutMS=int(PATIENCE.total_seconds() * 1_000),
        w="majority",
        journal=True,
    )


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Give all calls inside `seconds` together, which must be more than 0, in the server too.

    Infinite seconds change nothing: PATIENCE limits each call then.
    """
    if seconds == math.inf:
        yield
        return
    with pymongo.timeout(seconds):
        yield


async def ensure_collections(database: Database, specs: Sequence[CollectionSpec]) -> None:
    """Create or update the collections of `specs`; a second call changes nothing."""
    for spec in specs:
        validator = {"$jsonSchema": dict(spec.schema)} if spec.schema else {}
        try:
            await database.create_collection(spec.name, validator=validator)
        except CollectionInvalid:
            await database.command("collMod", spec.name, validator=validator)
        if spec.indexes:
            with pymongo.timeout(_BUILDING_INDEXES.total_seconds()):
                await database[spec.name].create_indexes(list(spec.indexes))


async def transaction(
    database: Database,
    work: Callable[[Session], Awaitable[Result]],
    *,
    within: timedelta = PATIENCE,
) -> Result:
    """Run `work` in one transaction: all of its writes happen, or none.

    The driver runs `work` again after a transient conflict, so `work` may have no effect outside
    its session. The transaction is aborted after `within`.
    """
    async with database.client.start_session() as session:
        with pymongo.timeout(within.total_seconds()):
            return await session.with_transaction(work)
