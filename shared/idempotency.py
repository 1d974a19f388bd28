"""At most one effect per idempotency key, and the same answer to every repetition.

A record is unique by (actor, operation, key). It holds a hash of the arguments, a lease while the
call runs, a `seed` from which the work derives its ids, and at last the answer. A call that died
half-way is taken up after its lease with the same seed, so it finds what it had already done.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.errors import IdempotencyConflict, InvalidInput, Refusal
from shared.ids import IdSource
from shared.mongo import CollectionSpec, Database, Document

_KEPT_SECONDS = 7 * 24 * 3600
_LEASE = timedelta(seconds=30)
_WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.05

IDEMPOTENCY = CollectionSpec(
    "idempotency",
    indexes=[IndexModel([("createdAt", ASCENDING)], expireAfterSeconds=_KEPT_SECONDS)],
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that must have its effect once.

    `actor` is who calls, `operation` what, `key` the caller's own name for this call (1 to 100
    characters), `arguments` the rest of the input (JSON values).
    """

    actor: str
    operation: str
    key: str
    arguments: Mapping[str, Any]

    @property
    def record_id(self) -> str:
        return _digest([self.actor, self.operation, self.key])

    @property
    def arguments_hash(self) -> str:
        return _digest(self.arguments)


Work = Callable[[str], Awaitable[Document]]


class Idempotency:
    """The records of one database."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._records = database[IDEMPOTENCY.name]
        self._clock = clock
        self._ids = ids

    async def once(self, call: Call, work: Work) -> Document:
        """Do `work` unless it has been done; its answer, or the one that was kept.

        `work` is given the record's seed (a ULID) and returns the answer as a document. A Refusal
        that it raises is not kept: nothing has changed, and a retry may fare better. Any other
        exception leaves the record open for a retry with the same seed.

        Raises IdempotencyConflict for other arguments under the same key, and when the first call
        is still running after 10 seconds of waiting for it.
        """
        if not 1 <= len(call.key) <= 100:
            raise InvalidInput.of("idempotencyKey", "LENGTH", "Use 1 to 100 characters.")
        owner = uuid4().hex
        deadline = asyncio.get_running_loop().time() + _WAIT_SECONDS
        record = await self._begin(call, owner) or await self._claim(call, owner)
        while True:
            if record["arguments"] != call.arguments_hash:
                raise IdempotencyConflict("This idempotency key was used with other arguments.")
            if "answer" in record:
                return record["answer"]
            if record["owner"] == owner:
                return await self._run(call, owner, record["seed"], work)
            if asyncio.get_running_loop().time() > deadline:
                raise IdempotencyConflict("The first call with this key is still running.")
            await asyncio.sleep(_POLL_SECONDS)
            record = await self._claim(call, owner)

    async def _begin(self, call: Call, owner: str) -> Document | None:
        """The new record of a first call, which `owner` is now to do; None for any other."""
        now = self._clock.now()
        record = {
            "_id": call.record_id,
            "arguments": call.arguments_hash,
            "seed": self._ids.new("").removeprefix("_"),
            "createdAt": now,
            "owner": owner,
            "leaseUntil": now + _LEASE,
        }
        try:
            await self._records.insert_one(record)
        except DuplicateKeyError:
            return None
        return record

    async def _claim(self, call: Call, owner: str) -> Document:
        """The record of `call`; its owner is `owner` if this call is now to do the work."""
        now = self._clock.now()
        lease = {"owner": owner, "leaseUntil": now + _LEASE}
        record = await self._records.find_one({"_id": call.record_id})
        if record is None:
            # The first call was refused, and took its record with it.
            unowned = {"arguments": call.arguments_hash, "owner": ""}
            return await self._begin(call, owner) or unowned
        abandoned = "answer" not in record and record["leaseUntil"] <= now
        if abandoned and record["arguments"] == call.arguments_hash:
            taken = await self._records.update_one(
                {
                    "_id": call.record_id,
                    "owner": record["owner"],
                    "leaseUntil": record["leaseUntil"],
                },
                {"$set": lease},
            )
            if taken.modified_count:
                return record | lease
        return record

    async def _run(self, call: Call, owner: str, seed: str, work: Work) -> Document:
        mine = {"_id": call.record_id, "owner": owner}
        try:
            answer = await work(seed)
        except Refusal:
            await self._records.delete_one(mine)
            raise
        except BaseException:
            await self._records.update_one(mine, {"$set": {"leaseUntil": self._clock.now()}})
            raise
        await self._records.update_one(
            mine, {"$set": {"answer": answer}, "$unset": {"leaseUntil": ""}}
        )
        return answer


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
