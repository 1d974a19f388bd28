"""At most one effect per idempotency key, and the same answer to every repetition.

A record is unique by (actor, operation, key). It holds a hash of the arguments, a lease while the
call runs, a `seed` from which the work derives its ids, and at last the answer. When a process
dies during a call, a repetition takes the call over after the lease with the same seed, so it
finds what the first try has done.

A running call renews its lease. A dead process's lease ends while a repetition of the call waits,
and that repetition takes over. A process that only stood still, or was cut off from the database,
for longer than its lease continues while another one has taken its call over. That does no harm:
both derive the same ids from the same seed, their writes under these ids are conditional, and the
answer of the one that lost the record is not stored.

A refusal is not stored. Its record stays for a while as one that any repetition may begin again:
some servers pay far more for removing a document than for changing it, and a crowd that wants one
seat is refused all at once.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import structlog
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.backoff import Backoff
from shared.clock import Clock
from shared.errors import IdempotencyConflict, InvalidInput, Refusal
from shared.ids import IdSource
from shared.storage.mongo import CollectionSpec, Database, Document
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.ports import Answer, Work

log = structlog.get_logger(__name__)

_KEPT = timedelta(days=7)
_REFUSED_KEPT = timedelta(minutes=1)
_LEASE = timedelta(seconds=8)
_RENEWED_EVERY_SECONDS = 2.5
_WAIT_SECONDS = 10.0
"""Longer than the lease: a caller that waits takes over what a dead process left."""
_POLL = Backoff(timedelta(seconds=0.02), timedelta(seconds=0.5))
"""Of a crowd that waits for one call, each asks less and less often, so that the call gets on."""

IDEMPOTENCY = CollectionSpec(
    "idempotency",
    indexes=[IndexModel([("removeAt", ASCENDING)], expireAfterSeconds=0)],
)


class MongoIdempotency:
    """Adapter of the port Idempotency: the records of one database."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._records = database[IDEMPOTENCY.name]
        self._clock = clock
        self._ids = ids

    async def once(self, call: Call, work: Work) -> Answer:
        if not 1 <= len(call.key) <= 100:
            raise InvalidInput.of("idempotencyKey", "LENGTH", "Use 1 to 100 characters.")
        owner = uuid4().hex
        deadline = asyncio.get_running_loop().time() + _WAIT_SECONDS
        record = await self._begin(call, owner) or await self._claim(call, owner)
        polls = 0
        while True:
            if record["arguments"] != call.arguments_hash:
                raise IdempotencyConflict("This idempotency key was used with other arguments.")
            if "answer" in record:
                return record["answer"]
            if record["owner"] == owner:
                return await self._run(call, owner, record["seed"], work)
            if asyncio.get_running_loop().time() > deadline:
                raise IdempotencyConflict("The first call with this key is still running.")
            polls += 1
            await asyncio.sleep(_POLL.pause(polls).total_seconds())
            record = await self._claim(call, owner)

    async def _begin(self, call: Call, owner: str) -> Document | None:
        """Insert and return the record of a first call, leased to `owner`; None if one exists."""
        record = {"_id": call.record_id, **self._new_lease(call, owner)}
        try:
            await self._records.insert_one(record)
        except DuplicateKeyError:
            return None
        return record

    async def _claim(self, call: Call, owner: str) -> Document:
        """Return the call's record; its owner is `owner` if this process is now to do the work."""
        record = await self._records.find_one({"_id": call.record_id})
        # As far as this process knows, another one has the record.
        not_mine = {"arguments": call.arguments_hash, "owner": ""}
        if record is None:
            # The first call was refused some time ago, and its record is gone.
            return await self._begin(call, owner) or not_mine
        if record.get("refused"):
            again = self._new_lease(call, owner)
            taken = await self._records.update_one(
                {"_id": call.record_id, "owner": record["owner"], "refused": True},
                {"$set": again, "$unset": {"refused": ""}},
            )
            return {"_id": call.record_id, **again} if taken.modified_count else not_mine
        now = self._clock.now()
        abandoned = "answer" not in record and record["leaseUntil"] <= now
        if abandoned and record["arguments"] == call.arguments_hash:
            lease = {"owner": owner, "leaseUntil": now + _LEASE}
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

    def _new_lease(self, call: Call, owner: str) -> Document:
        """Return the fields of a call that begins now."""
        now = self._clock.now()
        return {
            "arguments": call.arguments_hash,
            # A new seed: a process that was refused under the last one may only have stood still.
            "seed": self._ids.new("").removeprefix("_"),
            "owner": owner,
            "leaseUntil": now + _LEASE,
            "removeAt": now + _KEPT,
        }

    async def _run(self, call: Call, owner: str, seed: str, work: Work) -> Answer:
        mine = {"_id": call.record_id, "owner": owner}
        try:
            async with self._renewed(mine):
                answer = await work(seed)
        except Refusal:
            gone_at = self._clock.now() + _REFUSED_KEPT
            await self._records.update_one(mine, {"$set": {"refused": True, "removeAt": gone_at}})
            raise
        except BaseException:
            await self._records.update_one(mine, {"$set": {"leaseUntil": self._clock.now()}})
            raise
        await self._records.update_one(
            mine, {"$set": {"answer": answer}, "$unset": {"leaseUntil": ""}}
        )
        return answer

    @asynccontextmanager
    async def _renewed(self, mine: Document) -> AsyncGenerator[None]:
        """Renew the lease while the context is open."""
        over = asyncio.Event()
        renewing = asyncio.create_task(self._renew(mine, over))
        try:
            yield
        finally:
            # An event instead of a cancellation: before Python 3.12 the driver can swallow a
            # cancellation, and this would wait for a task that never ends.
            over.set()
            await asyncio.wait([renewing])

    async def _renew(self, mine: Document, over: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_RENEWED_EVERY_SECONDS):
                    await over.wait()
            if over.is_set():
                return
            until = self._clock.now() + _LEASE
            try:
                renewed = await self._records.update_one(mine, {"$set": {"leaseUntil": until}})
            except PyMongoError as error:
                log.warning("lease_not_renewed", error=repr(error))
            else:
                if not renewed.matched_count:
                    log.warning("lease_lost", record_id=mine["_id"])
                    return
