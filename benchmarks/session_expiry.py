"""Measures how soon 10,000 sessions that expire within 10 s are published and deleted.

`python -m benchmarks.session_expiry` starts two processes of account with their parts and prints
the figures.
"""

import asyncio
import hashlib
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from pymongo import AsyncMongoClient
from redis.asyncio import Redis

from benchmarks.account_stack import account_stack
from dev.bootstrap.admin import Admin
from shared.ids import UlidSource

_SESSIONS = 10_000
_SPREAD = timedelta(seconds=10)
_FIRST = timedelta(seconds=20)
_TOPIC = "account.session.expired.v1"


async def main() -> None:
    """Start the stack, measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with account_stack(Path(folder)) as stack:
            await stack.start_replica("account")
            await _measure(stack.admin)


async def _measure(admin: Admin) -> None:
    ends = await _open_sessions(admin)
    published: dict[str, list[float]] = {}
    listening = asyncio.create_task(_listen(admin, published))
    left = await _until_gone(admin)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    last = max(ends.values())
    lags = sorted(at[0] - ends[hash] for hash, at in published.items())
    print(f"{_SESSIONS} sessions, expiring within {_SPREAD.total_seconds():.0f} s, two processes")
    print(f"published: {len(published)}, more than once: {_repeated(published)}")
    print(
        f"lag of the event behind the expiry: p50 {statistics.median(lags):.2f} s, "
        f"p99 {lags[int(len(lags) * 0.99)]:.2f} s, max {lags[-1]:.2f} s"
    )
    print(
        f"last event {max(at[0] for at in published.values()) - last:.1f} s after the last expiry"
    )
    print(f"last document gone {left - last:.1f} s after the last expiry")


def _repeated(published: dict[str, list[float]]) -> int:
    return sum(len(at) > 1 for at in published.values())


async def _open_sessions(admin: Admin) -> dict[str, float]:
    """Write sessions to MongoDB and Redis as a login does; return the end of each, by its hash."""
    ids, now = UlidSource(), datetime.now(UTC)
    hashes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(_SESSIONS)]
    ends = {hash: now + _FIRST + _SPREAD * number / _SESSIONS for number, hash in enumerate(hashes)}
    documents: list[dict[str, Any]] = [
        {
            "_id": ids.new("ses"),
            "accountId": ids.new("acc"),
            "tokenHash": hash,
            "userAgent": None,
            "ipAddress": None,
            "createdAt": now,
            "lastSeenAt": now,
            "expiresAt": end,
            "absoluteEnd": end,
        }
        for hash, end in ends.items()
    ]
    async with (
        AsyncMongoClient[dict[str, Any]](admin.mongo_url, directConnection=True) as client,
        Redis.from_url(admin.redis_url) as redis,  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    ):
        await client["account"].sessions.insert_many(documents)
        pipeline = redis.pipeline(transaction=False)
        for hash, end in ends.items():
            pipeline.set(f"session:{hash}", "{}", pxat=round(end.timestamp() * 1000))
        await pipeline.execute()
    assert datetime.now(UTC) < now + _FIRST, "the first session expired before all were written"
    return {hash: end.timestamp() for hash, end in ends.items()}


async def _listen(admin: Admin, published: dict[str, list[float]]) -> None:
    consumer = AIOKafkaConsumer(
        _TOPIC,
        bootstrap_servers=admin.kafka_bootstrap_servers,
        group_id="benchmark",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        async for record in consumer:
            published.setdefault((record.key or b"").decode(), []).append(time.time())
    finally:
        await consumer.stop()


async def _until_gone(admin: Admin) -> float:
    """Wait until no session is left; return the time."""
    async with AsyncMongoClient[dict[str, Any]](admin.mongo_url, directConnection=True) as client:
        while await client["account"].sessions.count_documents({}):  # noqa: ASYNC110 - another process deletes them
            await asyncio.sleep(0.2)
    return time.time()


if __name__ == "__main__":
    asyncio.run(main())
