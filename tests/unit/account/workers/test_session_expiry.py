"""Each expired session is published once, also after lost notifications and outages."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import Unavailable
from subgraphs.account.events import SessionExpired
from subgraphs.account.workers.session_expiry import ExpiryListener, ExpiryPublisher, ExpirySweeper
from tests.unit.account.conftest import Workbench
from tests.unit.account.fakes.expiry import MemoryClaims, MemoryEvents
from tests.waiting import until


class Notifications:
    """Yields one batch of hashes for each connection; None stands for a lost connection."""

    def __init__(self, *batches: list[str] | None) -> None:
        self._batches = list(batches)

    async def expired(self) -> AsyncGenerator[str]:
        batch = self._batches.pop(0) if self._batches else []
        if batch is None:
            raise Unavailable("session store")
        for token_hash in batch:
            yield token_hash
        if not self._batches:
            await asyncio.Event().wait()
        raise Unavailable("session store")


@pytest.fixture
def claims() -> MemoryClaims:
    return MemoryClaims()


@pytest.fixture
def events() -> MemoryEvents:
    return MemoryEvents()


@pytest.fixture
def publisher(claims: MemoryClaims, events: MemoryEvents) -> ExpiryPublisher:
    return ExpiryPublisher(claims, events)


@pytest.fixture
def sweeper(bench: Workbench, claims: MemoryClaims, publisher: ExpiryPublisher) -> ExpirySweeper:
    claims.reconciled = True
    return ExpirySweeper(claims, bench.store.sessions, bench.live, publisher, bench.clock)


async def test_an_expiry_is_published_once_by_all_replicas(
    claims: MemoryClaims, events: MemoryEvents
) -> None:
    replicas = [ExpiryPublisher(claims, events) for _ in range(3)]
    await asyncio.gather(*(replica.publish("hash") for replica in replicas))
    assert events.published == [SessionExpired("hash")]
    assert claims.kept == {"hash"}


async def test_a_claim_is_given_back_when_the_event_is_not_published(
    claims: MemoryClaims, events: MemoryEvents, publisher: ExpiryPublisher
) -> None:
    events.unavailable = True
    with pytest.raises(Unavailable):
        await publisher.publish("hash")
    assert claims.claimed == set()
    events.unavailable = False
    await publisher.publish("hash")
    assert events.published == [SessionExpired("hash")]


async def test_the_listener_reconnects_and_publishes_what_it_hears(
    events: MemoryEvents, publisher: ExpiryPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subgraphs.account.workers.session_expiry._RECONNECT_SECONDS", 0)
    listener = ExpiryListener(Notifications(["first"], None, ["second"]), publisher)
    task = asyncio.create_task(listener.run())
    try:
        await until(lambda: len(events.published) == 2)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert events.published == [SessionExpired("first"), SessionExpired("second")]


async def test_the_listener_outlives_an_event_that_is_not_published(
    events: MemoryEvents, publisher: ExpiryPublisher
) -> None:
    events.unavailable = True
    listener = ExpiryListener(Notifications(["first", "second"]), publisher)
    task = asyncio.create_task(listener.run())
    try:
        await until(lambda: events.attempts == 2)
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_expiries_beyond_what_may_wait_are_left_to_the_sweeper(
    events: MemoryEvents, publisher: ExpiryPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subgraphs.account.workers.session_expiry.MOST_HEARD", 3)
    heard = [f"session {number}" for number in range(10)]
    listener = ExpiryListener(Notifications(heard, ["later"]), publisher)
    monkeypatch.setattr("subgraphs.account.workers.session_expiry._RECONNECT_SECONDS", 0)
    task = asyncio.create_task(listener.run())
    try:
        await until(lambda: SessionExpired("later") in events.published)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert events.published == [*map(SessionExpired, heard[:3]), SessionExpired("later")]


async def test_the_sweeper_publishes_an_expiry_whose_notification_was_lost(
    bench: Workbench, events: MemoryEvents, sweeper: ExpirySweeper
) -> None:
    login = await bench.log_in(await bench.register())
    await bench.live.end([login.session.token_hash])
    await sweeper.sweep()
    assert events.published == [], "the record is not overdue yet"
    bench.clock.advance(timedelta(hours=1))
    await sweeper.sweep()
    await sweeper.sweep()
    assert events.published == [SessionExpired(login.session.token_hash)]


async def test_the_sweeper_postpones_the_expiry_of_a_session_that_was_used(
    bench: Workbench, events: MemoryEvents, sweeper: ExpirySweeper
) -> None:
    login = await bench.log_in(await bench.register())
    bench.clock.advance(timedelta(hours=1))
    await sweeper.sweep()
    assert events.published == []
    record = bench.store.state.sessions[login.session.id]
    assert record.expires_at == bench.clock.now() + timedelta(hours=1)


async def test_after_redis_was_started_empty_the_sweeper_checks_every_record(
    bench: Workbench, claims: MemoryClaims, events: MemoryEvents, sweeper: ExpirySweeper
) -> None:
    login = await bench.log_in(await bench.register())
    await bench.live.end([login.session.token_hash])
    claims.reconciled = False
    await sweeper.sweep()
    assert events.published == [SessionExpired(login.session.token_hash)]
    assert claims.reconciled


async def test_a_sweep_that_fails_does_not_mark_the_records_as_reconciled(
    bench: Workbench, claims: MemoryClaims, events: MemoryEvents, sweeper: ExpirySweeper
) -> None:
    login = await bench.log_in(await bench.register())
    await bench.live.end([login.session.token_hash])
    claims.reconciled = False
    events.unavailable = True
    with pytest.raises(Unavailable):
        await sweeper.sweep()
    assert not claims.reconciled


async def test_a_sweep_reads_every_page_once(
    bench: Workbench, events: MemoryEvents, sweeper: ExpirySweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subgraphs.account.workers.session_expiry._SWEEP_BATCH", 2)
    login = await bench.log_in(await bench.register())
    for number in range(4):
        session = replace(login.session, id=f"ses_{number}", token_hash=f"hash-{number}")
        bench.store.state.sessions[session.id] = session
    bench.clock.advance(timedelta(hours=1))
    await sweeper.sweep()
    published = [event.token_hash for event in events.published]
    assert sorted(published) == [f"hash-{number}" for number in range(4)]
