"""A lock that a dead process left in the database delays a call only for a limited time."""

from datetime import timedelta

import pytest
from pymongo.errors import PyMongoError

from dev.parts import mongo as part
from dev.stack import Stack
from shared.errors import Busy, Unavailable
from shared.storage import mongo
from shared.storage.mongo import Session, transaction
from shared.storage.unavailability import unavailability

SHORT_LIMIT = timedelta(seconds=1)


async def test_a_call_does_not_wait_forever_for_a_dead_transaction(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mongo, "PATIENCE", SHORT_LIMIT)
    root = {
        "username": part.ROOT_USER,
        "password": part.root_password(stack.folders),
        "database": "admin",
    }
    async with mongo.connect(stack.upstream.mongo_url, root) as client:
        database = client["locked"]
        things = database["things"]
        await things.insert_one({"_id": "a", "count": 0})

        async def count(session: Session) -> None:
            await things.update_one({"_id": "a"}, {"$inc": {"count": 1}}, session=session)

        async with client.start_session() as dead:
            await dead.start_transaction()
            await count(dead)
            with pytest.raises(PyMongoError) as plain:
                await things.update_one({"_id": "a"}, {"$inc": {"count": 1}})
            with pytest.raises(PyMongoError) as transacted:
                await transaction(database, count, within=SHORT_LIMIT)
            await dead.abort_transaction()
        assert plain.value.timeout
        assert transacted.value.timeout or transacted.value.has_error_label(
            "TransientTransactionError"
        )
        assert isinstance(unavailability(plain.value), Unavailable)
        assert isinstance(unavailability(transacted.value), Busy | Unavailable)
        await transaction(database, count)
