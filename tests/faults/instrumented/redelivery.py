"""Deliver every message and webhook three times, out of order.

While the file FAULTS_REDELIVERY exists, services and the provider send everything three times,
each copy with a random delay. The file has the seed of the random choices. A message counts as
sent after its first copy: a crash may lose copies, but never a message.
"""

import asyncio
import json
from pathlib import Path
from random import Random
from typing import Any

from dev.sandbox_provider.webhooks import Webhooks
from shared.messaging import outbox
from shared.messaging.envelope import Envelope
from shared.messaging.outbox import OutboxRelay
from shared.messaging.publisher import KafkaPublisher
from subgraphs.payment.service.payments import PaymentService

COPIES = 3
LATE_SECONDS = 2.0
_GATHERED_SECONDS = 0.5
_BATCH = 100


class Redelivery:
    """Whether to repeat and shuffle, and the random choices of this process."""

    def __init__(self, file: Path, name: str) -> None:
        self._file = file
        self._name = name
        self._seed = ""
        self._random = Random()
        self._late = set[asyncio.Task[None]]()

    @property
    def random(self) -> Random | None:
        """Return the source of random choices; None while delivery is normal."""
        try:
            seed = self._file.read_text()
        except FileNotFoundError:
            return None
        if seed != self._seed:
            self._seed, self._random = seed, Random(f"{seed}:{self._name}")
        return self._random

    def later(self, send: Any, *args: Any) -> None:
        """Call `send` after a random delay."""
        random = self.random or self._random
        task = asyncio.create_task(_send(random.uniform(0, LATE_SECONDS), send, args))
        self._late.add(task)
        task.add_done_callback(self._late.discard)


async def _send(pause: float, send: Any, args: tuple[Any, ...]) -> None:
    await asyncio.sleep(pause)
    await send(*args)


def repeat_events(redelivery: Redelivery) -> None:
    """Publish each event three times, and the events in an outbox in random order."""
    publish, relay_once = KafkaPublisher.publish, OutboxRelay.relay_once

    async def published(self: KafkaPublisher, envelope: Envelope) -> None:
        await publish(self, envelope)
        if redelivery.random:
            for _ in range(COPIES - 1):
                redelivery.later(publish, self, envelope)

    async def relayed(self: OutboxRelay) -> int:
        random = redelivery.random
        if random is None:
            return await relay_once(self)
        # Wait, so that there are events to shuffle.
        await asyncio.sleep(_GATHERED_SECONDS)
        events = self._events  # pyright: ignore[reportPrivateUsage] - stands in for the method
        batch = [event async for event in events.find().limit(_BATCH)]
        random.shuffle(batch)
        for event in batch:
            envelope = outbox._envelope(event)  # pyright: ignore[reportPrivateUsage] - as above
            await self._publisher.publish(envelope)  # pyright: ignore[reportPrivateUsage] - as above
            await events.delete_one({"_id": event["_id"]})
        return len(batch)

    KafkaPublisher.publish = published
    OutboxRelay.relay_once = relayed


def repeat_webhooks(redelivery: Redelivery) -> None:
    """Deliver each webhook three times, each with a delay."""
    send = Webhooks.send

    def repeated(self: Webhooks, entry: dict[str, Any]) -> None:
        if redelivery.random is None:
            send(self, entry)
            return
        deliver = self._deliver  # pyright: ignore[reportPrivateUsage] - stands in for the method
        for _ in range(COPIES):
            redelivery.later(deliver, json.dumps(entry).encode())

    Webhooks.send = repeated


def log_webhooks(file: Path) -> None:
    """Log every webhook that payment accepts, one line each."""
    handle = PaymentService.handle_webhook

    async def logged(self: PaymentService, body: bytes, signature: str) -> None:
        await handle(self, body, signature)
        with file.open("ab") as log:
            log.write(body + b"\n")

    PaymentService.handle_webhook = logged
