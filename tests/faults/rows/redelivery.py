"""Every Kafka message and every webhook is delivered three times, shuffled."""

import asyncio
import json
import time
from math import ceil
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from dev.sandbox_provider.webhooks import signature
from tests.faults.house import House, Red
from tests.faults.traffic import buy

_CUSTOMERS, _PURCHASES, _COPIES = 6, 20, 3
# What happened since the clean run, and what only says when something was last tried.
_STATE = {
    "booking": ("bookings", "tickets", "inventories", "holds"),
    "payment": ("payments", "ledger"),
}


async def run(house: House, share: float) -> str:
    customers = await house.customers(_CUSTOMERS)
    showtimes = [house.showtime() for _ in range(4)]
    for customer in customers:
        for _ in range(ceil(_PURCHASES * share)):
            await buy(customer, house.random, showtimes)
    # Events from all sides: a showing is called off, and an account is gone.
    await house.admin.do("cancelShowtime", id=showtimes[0])
    await customers[0].do("deleteMyAccount", password="a-long-enough-password")
    await house.clean()
    clean = await _state(house)
    messages = await _redeliver_messages(house)
    webhooks = await _redeliver_webhooks(house)
    await house.clean()
    again = await _state(house)
    for what, rows in clean.items():
        if rows != again[what]:
            changed = sorted(id for id in rows | again[what] if rows.get(id) != again[what].get(id))
            raise Red(f"{what} changed by redelivery: {changed[:5]}")
    return (
        f"{messages} messages and {webhooks} webhooks delivered {_COPIES} times more, shuffled: "
        f"{sum(map(len, again.values()))} documents exactly as in the clean run"
    )


async def _state(house: House) -> dict[str, dict[str, Any]]:
    async with AsyncMongoClient[dict[str, Any]](house.mongo_url) as client:
        return {
            f"{database}.{name}": {row["_id"]: row async for row in client[database][name].find()}
            for database, names in _STATE.items()
            for name in names
        }


async def _redeliver_messages(house: House) -> int:
    messages = await house.broker.messages()
    copies = messages * _COPIES
    house.random.shuffle(copies)
    await house.broker.send(copies)
    return len(messages)


async def _redeliver_webhooks(house: House) -> int:
    secret = (house.stack.folders.provider / "webhook-secret").read_text()
    lines = house.provider_log.read_text().splitlines()
    copies = lines * _COPIES
    house.random.shuffle(copies)
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:

        async def deliver(line: str) -> None:
            body = json.dumps(json.loads(line)).encode()
            answer = await client.post(
                f"{house.stack.ports.url('payment')}/webhooks/provider",
                content=body,
                headers={"sandbox-signature": signature(body, secret, time.time())},
            )
            if not answer.is_success:
                raise Red(f"a webhook was answered {answer.status_code}")

        for start in range(0, len(copies), 20):
            await asyncio.gather(*map(deliver, copies[start : start + 20]))
    return len(lines)
