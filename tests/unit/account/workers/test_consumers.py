"""The consumer deletes the records of expired sessions."""

from typing import Any

import pytest

from shared.messaging.envelope import Envelope, MalformedEvent
from subgraphs.account.events import SessionExpired
from subgraphs.account.workers.consumers import SessionConsumer
from tests.unit.account.conftest import Workbench


async def receive(bench: Workbench, data: dict[str, Any]) -> None:
    (subscription,) = SessionConsumer(bench.store.sessions).subscriptions
    assert subscription.topic == SessionExpired.TOPIC
    now = bench.clock.now()
    envelope = Envelope("evt_1", subscription.topic, "key", now, "correlation", data)
    await subscription.handle(subscription.read(envelope))


async def test_the_record_of_an_expired_session_is_deleted(bench: Workbench) -> None:
    account = await bench.register()
    expired, other = await bench.log_in(account), await bench.log_in(account)
    for _ in range(2):
        await receive(bench, {"tokenHash": expired.session.token_hash, "fieldOfLater": 1})
        assert set(bench.store.state.sessions) == {other.session.id}


@pytest.mark.parametrize("data", [{}, {"tokenHash": None}, {"tokenHash": 5}], ids=str)
async def test_a_malformed_event_is_rejected(bench: Workbench, data: dict[str, Any]) -> None:
    await bench.log_in(await bench.register())
    with pytest.raises(MalformedEvent):
        await receive(bench, data)
    assert len(bench.store.state.sessions) == 1
