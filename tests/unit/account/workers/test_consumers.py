"""The consumer deletes the records of expired sessions."""

from typing import Any

import pytest

from shared.messaging.envelope import Envelope, MalformedEvent
from subgraphs.account.events import SessionExpired
from subgraphs.account.workers.consumers import SessionConsumer
from tests.unit.account.conftest import House


async def receive(house: House, data: dict[str, Any]) -> None:
    (subscription,) = SessionConsumer(house.store.sessions).subscriptions
    assert subscription.topic == SessionExpired.TOPIC
    now = house.clock.now()
    envelope = Envelope("evt_1", subscription.topic, "key", now, "correlation", data)
    await subscription.handle(subscription.read(envelope))


async def test_the_record_of_an_expired_session_is_deleted(house: House) -> None:
    account = await house.register()
    expired, other = await house.log_in(account), await house.log_in(account)
    for _ in range(2):
        await receive(house, {"tokenHash": expired.session.token_hash, "fieldOfLater": 1})
        assert set(house.store.state.sessions) == {other.session.id}


@pytest.mark.parametrize("data", [{}, {"tokenHash": None}, {"tokenHash": 5}], ids=str)
async def test_a_malformed_event_is_rejected(house: House, data: dict[str, Any]) -> None:
    await house.log_in(await house.register())
    with pytest.raises(MalformedEvent):
        await receive(house, data)
    assert len(house.store.state.sessions) == 1
