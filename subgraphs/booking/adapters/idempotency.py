"""At most one effect per idempotency key, and the same answer to every repetition.

A record is unique by (actor, operation, key). It holds a hash of the arguments, a lease while the
call runs, a `seed` from which the work derives its ids, and at last the answer. A call that died
half-way is taken up after its lease with the same seed, so it finds what it had already done.

A call renews its lease while its work goes on, so the lease of one that is alive does not end;
one that has ended is over within the wait of whoever repeats the call, and is taken up there. A
call that was only stopped, or cut off from the database, for longer than its lease goes on beside
the one that took it up. That does no harm: both derive the same ids from the same seed, what they
write under them is conditional, and the answer of the one that lost the record is not kept.

A refusal is not kept, but its record stays for a while as one that anybody may begin anew: to
remove a document costs some servers far more than to change it, and a crowd that wants one seat
is refused all at once.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.clock import Clock
from shared.errors import IdempotencyConflict, InvalidInput, Refusal
from shared.ids import IdSource
from shared.storage.mongo import CollectionSpec, Database, Document

log = structlog.get_logger(__name__)

_KEPT = timedelta(days=7)
_REFUSED_KEPT = timedelta(minutes=1)
_LEASE = timedelta(seconds=8)
_RENEWED_EVERY_SECONDS = 2.5
_WAIT_SECONDS = 10.0
"""Longer than the lease: what a dead process left is taken up by a caller who waits for it."""
_FIRST_POLL_SECONDS, _LONGEST_POLL_SECONDS = 0.02, 0.5
"""Of a crowd that waits for one call, each asks less and less often: it is to get on."""

IDEMPOTENCY = CollectionSpec(
    "idempotency",
    indexes=[IndexModel([("removeAt", ASCENDING)], expireAfterSeconds=0)],
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
        pause = _FIRST_POLL_SECONDS
        while True:
            if record["arguments"] != call.arguments_hash:
                raise IdempotencyConflict("This idempotency key was used with other arguments.")
            if "answer" in record:
                return record["answer"]
            if record["owner"] == owner:
                return await self._run(call, owner, record["seed"], work)
            if asyncio.get_running_loop().time() > deadline:
                raise IdempotencyConflict("The first call with this key is still running.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_POLL_SECONDS)
            record = await self._claim(call, owner)

    async def _begin(self, call: Call, owner: str) -> Document | None:
        """The new record of a first call, which `owner` is now to do; None for any other."""
        record = {"_id": call.record_id, **self._beginning(call, owner)}
        try:
            await self._records.insert_one(record)
        except DuplicateKeyError:
            return None
        return record

    async def _claim(self, call: Call, owner: str) -> Document:
        """The record of `call`; its owner is `owner` if this call is now to do the work."""
        record = await self._records.find_one({"_id": call.record_id})
        # Somebody else is at it, as far as is known here.
        unowned = {"arguments": call.arguments_hash, "owner": ""}
        if record is None:
            # The first call was refused some time ago, and its record is gone.
            return await self._begin(call, owner) or unowned
        if record.get("refused"):
            anew = self._beginning(call, owner)
            taken = await self._records.update_one(
                {"_id": call.record_id, "owner": record["owner"], "refused": True},
                {"$set": anew, "$unset": {"refused": ""}},
            )
            return {"_id": call.record_id, **anew} if taken.modified_count else unowned
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

    def _beginning(self, call: Call, owner: str) -> Document:
        """What is written of a call that is begun now."""
        now = self._clock.now()
        return {
            "arguments": call.arguments_hash,
            # A seed of its own: one who was refused under the last may only have been stopped.
            "seed": self._ids.new("").removeprefix("_"),
            "owner": owner,
            "leaseUntil": now + _LEASE,
            "removeAt": now + _KEPT,
        }

    async def _run(self, call: Call, owner: str, seed: str, work: Work) -> Document:
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
        """Keep the lease from ending while the work inside goes on."""
        over = asyncio.Event()
        renewing = asyncio.create_task(self._renew(mine, over))
        try:
            yield
        finally:
            # Told, and not cancelled: in a call of the driver's that may be lost before Python
            # 3.12, and it would renew for ever, and be waited for.
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


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
