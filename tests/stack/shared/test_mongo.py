"""The database does not answer, or somebody who died has locked what is needed."""

from datetime import timedelta

import pytest
from pymongo.errors import PyMongoError

from dev.parts import mongo as part
from dev.stack import Stack
from shared.storage import mongo
from shared.storage.mongo import Session, transaction

SOON = timedelta(seconds=1)


async def test_what_a_dead_transaction_has_locked_is_not_waited_for_without_end(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mongo, "PATIENCE", SOON)
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
                await transaction(database, count, within=SOON)
            await dead.abort_transaction()
        assert plain.value.timeout
        assert transacted.value.timeout or transacted.value.has_error_label(
            "TransientTransactionError"
        )
        await transaction(database, count)
