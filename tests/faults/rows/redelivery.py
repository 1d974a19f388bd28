"""Every Kafka message and every webhook is delivered three times, shuffled."""

import asyncio
import json
import time
from math import ceil
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import AsyncMongoClient

from dev.bootstrap.kafka import EVENTS
from dev.sandbox_provider.webhooks import signature
from tests.faults.house import House, Red
from tests.faults.traffic import buy
from tests.waiting import until

_CUSTOMERS, _PURCHASES, _COPIES = 6, 20, 3
_GROUPS = ("booking-inventories", "booking-accounts", "payment-account-deletions")
_HANDLED_WITHIN = 60.0
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
    await _handled(house)
    clean = await _state(house)
    messages = await _redeliver_messages(house)
    webhooks = await _redeliver_webhooks(house)
    await _handled(house)
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
    servers = house.stack.upstream.kafka_bootstrap_servers
    records = await _all_messages(servers)
    copies = records * _COPIES
    house.random.shuffle(copies)
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all")
    await producer.start()
    try:
        for record in copies:
            await producer.send_and_wait(record.topic, record.value, key=record.key)
    finally:
        await producer.stop()
    return len(records)


async def _all_messages(servers: str) -> list[ConsumerRecord[bytes, bytes]]:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await consumer.start()
    found: list[ConsumerRecord[bytes, bytes]] = []
    try:
        partitions = await _partitions(consumer)
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, 0)
        while [each for each in partitions if await consumer.position(each) < ends[each]]:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += records
    finally:
        await consumer.stop()
    return found


async def _partitions(consumer: AIOKafkaConsumer) -> list[TopicPartition]:
    await consumer.topics()
    return [
        TopicPartition(topic, number)
        for topic in EVENTS
        for number in consumer.partitions_for_topic(topic) or ()
    ]


async def _redeliver_webhooks(house: House) -> int:
    secret = (house.stack.folders.keys / "provider-webhook-secret").read_text()
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


async def _handled(house: House) -> None:
    """Wait until every consumer has committed the last message of its topics."""
    servers = house.stack.upstream.kafka_bootstrap_servers
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await admin.start()
    await consumer.start()
    try:
        ends = await consumer.end_offsets(await _partitions(consumer))

        async def all_committed() -> bool:
            for group in _GROUPS:
                for partition, offset in (await admin.list_consumer_group_offsets(group)).items():
                    if 0 <= offset.offset < ends.get(partition, 0):
                        return False
            return True

        await until(all_committed, _HANDLED_WITHIN, "messages were not handled")
    finally:
        await consumer.stop()
        await admin.close()
