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


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param({}, "name: Field required", id="missing field"),
        pytest.param({"name": 5}, "name: Input should be a valid string", id="wrong type"),
        pytest.param(["name"], "Input should be a dictionary or an instance", id="not an object"),
    ],
)
@pytest.mark.parametrize("subscribe", [on, once], ids=["on", "once"])
async def test_data_of_another_shape_never_reaches_a_handler(
    topic: Topic, database: Database, subscribe: Subscribe, data: Any, reason: str
) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish_data("bad", data)
    await topic.publish("good")
    with capture_logs() as lines:
        async with topic.consumed(handle, subscribe):
            await until(lambda: len(handled) > 0)
    assert handled == ["good"]
    (dead,) = await topic.dead_letters(1)
    ((name, value),) = dead.headers
    assert (name, dead.key) == (REASON_HEADER, b"bad")
    assert value.decode().startswith(f"not a {topic.name}: ")
    assert reason in value.decode()
    (line,) = _buried(lines)
    assert (line["event_id"], line["reason"]) == ("evt_bad", value.decode())
    assert await database[INBOX.name].find_one({"_id": "evt_bad"}) is None


async def test_dead_letters_are_handled_after_they_are_put_back(topic: Topic) -> None:
    handled: list[str] = []

    async def faulty(received: Received[Named]) -> None:
        handled.append(received.event.name)
        raise ValueError("not yet")

    async def repaired(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a", "b")
    with capture_logs() as lines:
        async with topic.consumed(faulty):
            await topic.dead_letters(2)
            await until(lambda: len(_buried(lines)) == 2)
    assert [line["event_id"] for line in _buried(lines)] == ["evt_a", "evt_b"]
    handled.clear()
    assert await redeliver(topic.servers, topic.name) == 2
    async with topic.consumed(repaired):
        await until(lambda: handled == ["a", "b"])
    assert await redeliver(topic.servers, topic.name) == 0


async def test_a_dead_letter_that_is_put_back_has_its_effect_through_the_inbox(
    topic: Topic,
) -> None:
    handled: list[str] = []

    async def faulty(received: Received[Named]) -> None:
        raise ValueError("not yet")

    async def repaired(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a")
    async with topic.consumed(faulty, once):
        await topic.dead_letters(1)
    assert await redeliver(topic.servers, topic.name) == 1
    async with topic.consumed(repaired, once):
        await until(lambda: handled == ["a"])
