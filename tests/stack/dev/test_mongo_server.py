"""The embedded database handles conflicts that SecantusDB alone would never resolve."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

from dev.addresses import Folders, Ports
from dev.parts import mongo
from dev.processes import ManagedProcess
from shared.storage.mongo import Document

Things = AsyncCollection[Document]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[AsyncMongoClient[Document]]:
    """A client of a separate server, which stops answering when this test fails."""
    ports, folders = Ports.free(), Folders(tmp_path)
    folders.make()
    server = ManagedProcess(mongo.command(ports, folders, authenticate=False), folders.logs)
    await server.start()
    async with AsyncMongoClient[Document](mongo.address(ports), timeoutMS=5_000) as client:
        yield client
    await server.stop()


def change_all(things: Things) -> Awaitable[Any]:
    return things.update_many({}, {"$inc": {"count": 1}})


def remove_all(things: Things) -> Awaitable[Any]:
    return things.delete_many({})


@pytest.mark.parametrize("to_all", [change_all, remove_all])
async def test_a_transaction_continues_while_a_change_to_many_waits_for_it(
    client: AsyncMongoClient[Document], to_all: Callable[[Things], Awaitable[Any]]
) -> None:
    things = client["test"]["things"]
    await things.insert_many([{"_id": name, "count": 0} for name in "ab"])
    async with client.start_session() as session, await session.start_transaction():
        await things.update_one({"_id": "a"}, {"$inc": {"count": 1}}, session=session)
        waiting = asyncio.ensure_future(to_all(things))
        # The conflict usually happens within this time; the test holds when it happens later.
        await asyncio.sleep(0.5)
        await things.update_one({"_id": "b"}, {"$inc": {"count": 1}}, session=session)
        assert not waiting.done()
    await waiting
    left = [each["count"] async for each in things.find()]
    assert left == ([2, 2] if to_all is change_all else [])
