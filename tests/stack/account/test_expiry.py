"""Each expired session is published once and its record deleted, also after outages."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer
from redis.asyncio import Redis

from dev.stack import Stack
from tests.stack.account.people import PASSWORD, USER_ERROR, Person, Town, eventually

EXPIRED = "account.session.expired.v1"
DELETED = "account.deleted.v1"
SHORT = {"ACCOUNT_SESSION_IDLE_SECONDS": "2", "ACCOUNT_SESSION_SWEEP_SECONDS": "1"}


class EventListener:
    """Counts the events of account by their keys."""

    def __init__(self, bootstrap_servers: str) -> None:
        self.heard: dict[str, Counter[str]] = {EXPIRED: Counter(), DELETED: Counter()}
        self._consumer = AIOKafkaConsumer(
            EXPIRED,
            DELETED,
            bootstrap_servers=bootstrap_servers,
            group_id=f"test-{uuid4().hex}",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )

    async def listen(self) -> None:
        async for record in self._consumer:
            self.heard[record.topic][(record.key or b"").decode()] += 1

    async def __aenter__(self) -> "EventListener":
        await self._consumer.start()
        self._task = asyncio.create_task(self.listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._consumer.stop()


@pytest.fixture(scope="module")
async def listener(stack: Stack) -> AsyncGenerator[EventListener]:
    async with EventListener(stack.upstream.kafka_bootstrap_servers) as listener:
        yield listener


@pytest.fixture(scope="module")
async def replica(stack: Stack) -> str:
    """A second process of account, whose sessions end after 2 seconds."""
    return f"{await stack.start_replica('account', SHORT)}/graphql"


@pytest.fixture(scope="module")
async def redis(stack: Stack) -> AsyncGenerator[Redis]:
    client = Redis.from_url(stack.admin.redis_url)  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    yield client
    await client.aclose()


async def sessions(town: Town, replica: str, count: int) -> list[str]:
    """Open sessions at the replica; return the hashes of their tokens."""
    email = await town.register()
    # Each is read at once: two seconds later it may have expired.
    return [await token_hash(town, await town.log_in(email, url=replica)) for _ in range(count)]


async def token_hash(town: Town, person: Person) -> str:
    record = await town.database.sessions.find_one({"_id": person.session_id})
    assert record
    return record["tokenHash"]


async def all_gone(town: Town, hashes: list[str], seconds: float) -> None:
    async def gone() -> bool:
        return await town.database.sessions.count_documents({"tokenHash": {"$in": hashes}}) == 0

    await eventually(gone, seconds)


async def each_published_once(listener: EventListener, hashes: list[str]) -> None:
    async def published() -> bool:
        return all(listener.heard[EXPIRED][hash] for hash in hashes)

    await eventually(published)
    assert {listener.heard[EXPIRED][hash] for hash in hashes} == {1}


async def test_the_record_is_deleted_within_5_seconds_and_the_event_is_published_once(
    town: Town, replica: str, listener: EventListener
) -> None:
    # Two processes of account get every notification here.
    hashes = await sessions(town, replica, 20)
    await all_gone(town, hashes, seconds=2 + 5)
    await each_published_once(listener, hashes)


async def test_a_session_lasts_while_it_is_used(town: Town, replica: str, redis: Redis) -> None:
    person = await town.log_in(await town.register(), url=replica)
    hash = await token_hash(town, person)
    for _ in range(3):

        async def half_gone() -> bool:
            return await redis.pttl(f"session:{hash}") < 1_000

        await eventually(half_gone)
        assert await town.is_logged_in(person)
        assert await redis.pttl(f"session:{hash}") > 1_500
    await all_gone(town, [hash], seconds=10)


async def test_the_sweeper_finds_expiries_without_a_notification(
    town: Town, replica: str, listener: EventListener, redis: Redis
) -> None:
    await redis.config_set("notify-keyspace-events", "")  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    try:
        hashes = await sessions(town, replica, 3)
        await all_gone(town, hashes, seconds=10)
    finally:
        await redis.config_set("notify-keyspace-events", "Ex")  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    await each_published_once(listener, hashes)


async def test_expiries_during_an_outage_of_the_broker_are_published_after_it(
    town: Town, replica: str, listener: EventListener, stack: Stack, redis: Redis
) -> None:
    hashes = await sessions(town, replica, 10)
    broker = stack.processes["kafka"]
    broker.pause()
    try:

        async def expired() -> bool:
            return not await redis.exists(*(f"session:{hash}" for hash in hashes))

        await eventually(expired)
        kept = await town.database.sessions.count_documents({"tokenHash": {"$in": hashes}})
        assert kept == len(hashes)
        assert await town.log_in(await town.register()), "people can still log in"
    finally:
        broker.resume()
    await all_gone(town, hashes, seconds=60)


async def test_an_empty_redis_costs_people_one_login(
    town: Town, replica: str, listener: EventListener, redis: Redis
) -> None:
    person = await town.person()
    hash = await token_hash(town, person)
    # The keys that an empty Redis would lack; the rest of it is in use by other tests.
    await redis.delete(f"session:{hash}", "session-sweeper:reconciled")
    assert not await town.is_logged_in(person)
    again = await town.log_in(person.email)
    # The record is not overdue for a day, and the sweeper checks it all the same.
    await all_gone(town, [hash], seconds=10)
    await each_published_once(listener, [hash])
    assert await town.is_logged_in(again)
    assert await town.database.sessions.count_documents({"_id": again.session_id}) == 1


async def test_a_revocation_that_a_crash_left_is_finished(town: Town) -> None:
    person = await town.person()
    hash = await token_hash(town, person)
    # The state between the unit of work and the deletion from Redis.
    await town.database.sessions.delete_one({"_id": person.session_id})
    await town.database.revocations.insert_one({"_id": hash})

    async def ended() -> bool:
        return not await town.is_logged_in(person)

    await eventually(ended, seconds=3)


async def test_a_deletion_is_published(town: Town, listener: EventListener) -> None:
    person = await town.person()
    await town.mutate(
        "mutation Call($input: DeleteAccountInput!) { deleteMyAccount(input: $input)"
        f" {{ __typename {USER_ERROR} }} }}",
        person.token,
        input={"password": PASSWORD},
    )

    async def published() -> bool:
        return listener.heard[DELETED][person.id] == 1

    await eventually(published)
