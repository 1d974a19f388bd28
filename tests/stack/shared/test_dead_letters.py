"""Dead letters: which messages become one, and what happens after they are put back."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.messaging.consumer import REASON_HEADER
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import INBOX
from shared.messaging.redeliver import redeliver
from shared.messaging.subscriptions import Received, on, once
from shared.storage.mongo import Database
from tests.stack.shared.topic import Named, Subscribe, Topic
from tests.waiting import until


def _buried(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the log lines of messages that were moved to the dead-letter topic."""
    return [line for line in lines if line["event"] == "dead_letter"]


async def test_a_failing_message_is_buried_after_its_attempts_and_the_next_are_handled(
    topic: Topic,
) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)
        if received.event.name == "bad":
            raise ValueError("no handler can process this")

    await topic.publish("good", "bad", "better")
    async with topic.consumed(handle):
        await until(lambda: "better" in handled)
    assert handled == ["good", "bad", "bad", "bad", "better"]
    (dead,) = await topic.dead_letters(1)
    assert Envelope.from_json(dead.value or b"").key == "bad"
    assert [*dead.headers] == [(REASON_HEADER, b"ValueError('no handler can process this')")]


async def test_a_message_without_an_envelope_is_buried_byte_for_byte(topic: Topic) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    raw = [b"no json", b"{}", b"[]", b"\xff\xfe", b'{"id": 1}']
    await topic.publish_raw(*raw)
    await topic.publish("good")
    async with topic.consumed(handle):
        await until(lambda: handled == ["good"])
    dead = await topic.dead_letters(len(raw))
    assert [each.value for each in dead] == raw
    for each in dead:
        ((name, reason),) = each.headers
        assert name == REASON_HEADER
        assert reason.startswith(b"not an event envelope: ")


MISSHAPEN: dict[str, tuple[Any, str]] = {
    "missing field": ({}, "name: Field required"),
    "wrong type": ({"name": 5}, "name: Input should be a valid string"),
    "not an object": (["name"], "Input should be a dictionary or an instance"),
}


@pytest.mark.parametrize("subscribe", [on, once], ids=["on", "once"])
async def test_data_of_another_shape_never_reaches_a_handler(
    topic: Topic, database: Database, subscribe: Subscribe
) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    for key, (data, _) in MISSHAPEN.items():
        await topic.publish_data(key, data)
    with capture_logs() as lines:
        async with topic.consumed(handle, subscribe):
            dead = await topic.dead_letters(len(MISSHAPEN))
            await topic.publish("good")
            await until(lambda: len(handled) > 0)
    assert handled == ["good"]
    reasons: dict[str, str] = {}
    for each in dead:
        ((name, value),) = each.headers
        assert name == REASON_HEADER
        reasons[(each.key or b"").decode()] = value.decode()
    for key, (_, reason) in MISSHAPEN.items():
        assert reasons[key].startswith(f"not a {topic.name}: ")
        assert reason in reasons[key]
        assert await database[INBOX.name].find_one({"_id": f"evt_{key}"}) is None
    buried = {line["event_id"]: line["reason"] for line in _buried(lines)}
    assert buried == {f"evt_{key}": reason for key, reason in reasons.items()}


async def test_dead_letters_are_handled_after_they_are_put_back(topic: Topic) -> None:
    handled: list[str] = []
    is_faulty = True

    async def handle(received: Received[Named]) -> None:
        if is_faulty:
            raise ValueError("not yet")
        handled.append(received.event.name)

    await topic.publish("a", "b")
    with capture_logs() as lines:
        async with topic.consumed(handle):
            await topic.dead_letters(2)
            await until(lambda: len(_buried(lines)) == 2)
            is_faulty = False
            assert await redeliver(topic.servers, topic.name) == 2
            await until(lambda: sorted(handled) == ["a", "b"])
    assert {line["event_id"] for line in _buried(lines)} == {"evt_a", "evt_b"}
    assert await redeliver(topic.servers, topic.name) == 0


async def test_a_dead_letter_that_is_put_back_has_its_effect_through_the_inbox(
    topic: Topic,
) -> None:
    handled: list[str] = []
    is_faulty = True

    async def handle(received: Received[Named]) -> None:
        if is_faulty:
            raise ValueError("not yet")
        handled.append(received.event.name)

    await topic.publish("a")
    async with topic.consumed(handle, once):
        await topic.dead_letters(1)
        is_faulty = False
        assert await redeliver(topic.servers, topic.name) == 1
        await until(lambda: handled == ["a"])
