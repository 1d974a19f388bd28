"""Deliveries as they may be: every message and webhook three times, out of order.

While the file FAULTS_REDELIVERY exists, whatever a service or the provider sends is sent three
times, each copy some moments later than it was due. The file holds the seed of the choices. What
has been sent once counts as sent: a crash loses copies, never a message.
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
    """Whether to repeat and shuffle, and the choices of this process."""

    def __init__(self, file: Path, name: str) -> None:
        self._file = file
        self._name = name
        self._seed = ""
        self._random = Random()
        self._late = set[asyncio.Task[None]]()

    @property
    def random(self) -> Random | None:
        """What makes the choices; None while everything is sent once and in order."""
        try:
            seed = self._file.read_text()
        except FileNotFoundError:
            return None
        if seed != self._seed:
            self._seed, self._random = seed, Random(f"{seed}:{self._name}")
        return self._random

    def later(self, send: Any, *args: Any) -> None:
        """Call `send` some moments from now."""
        random = self.random or self._random
        task = asyncio.create_task(_send(random.uniform(0, LATE_SECONDS), send, args))
        self._late.add(task)
        task.add_done_callback(self._late.discard)


async def _send(pause: float, send: Any, args: tuple[Any, ...]) -> None:
    await asyncio.sleep(pause)
    await send(*args)


def repeat_events(redelivery: Redelivery) -> None:
    """Publish three times, and what waits in the outbox in any order."""
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
        # For a while, so that there is something to shuffle.
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
    """Deliver each webhook three times, none at once."""
    tell = Webhooks.tell

    def told(self: Webhooks, entry: dict[str, Any]) -> None:
        if redelivery.random is None:
            tell(self, entry)
            return
        deliver = self._deliver  # pyright: ignore[reportPrivateUsage] - stands in for the method
        for _ in range(COPIES):
            redelivery.later(deliver, json.dumps(entry).encode())

    Webhooks.tell = told


def log_webhooks(file: Path) -> None:
    """Write down every webhook that payment takes in: a line each."""
    handle = PaymentService.handle_webhook

    async def logged(self: PaymentService, body: bytes, signature: str) -> None:
        await handle(self, body, signature)
        with file.open("ab") as log:
            log.write(body + b"\n")

    PaymentService.handle_webhook = logged
