"""What the auditor reads, all of it from the sources themselves."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer
from pymongo import AsyncMongoClient

from tests.faults.auditor.calls import Call, Row, together

_TOPICS = (
    "account.deleted.v1",
    "catalog.showtime.cancelled.v1",
    "catalog.showtime.moved.v1",
    "booking.confirmed.v1",
    "booking.cancelled.v1",
    "payment.captured.v1",
    "payment.refunded.v1",
)


@dataclass(frozen=True, slots=True)
class Charge:
    """Where a charge stands at the provider, in minor units."""

    amount: int
    status: str
    refunds: Mapping[str, int]

    @property
    def taken(self) -> int:
        """What was captured."""
        return self.amount if self.status == "captured" else 0

    @property
    def given_back(self) -> int:
        """What was refunded."""
        return sum(self.refunds.values())


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that must agree."""

    bookings: Mapping[str, Row]
    tickets: Sequence[Row]
    inventories: Mapping[str, Row]
    holds: Mapping[str, Row]
    payments: Mapping[str, Row]
    ledger: Sequence[Row]
    inbox: frozenset[str]
    outbox: Mapping[str, int]
    ticket_indexes: Sequence[Row]
    charges: Mapping[str, Charge]
    calls: Sequence[Call]
    events: Mapping[str, Sequence[Row]]

    def tickets_of(self, booking_id: str) -> list[Row]:
        """The booking's tickets that open the door, or did."""
        return [each for each in self.tickets if each["bookingId"] == booking_id and each["active"]]


async def read(
    mongo_url: str, provider_log: Sequence[str], answers: Sequence[str], kafka: str
) -> Books:
    """Read it all, when everything is quiet; the log and the answers are lines of JSON."""
    async with AsyncMongoClient[Row](mongo_url, tz_aware=True) as client:

        async def rows(database: str, collection: str) -> list[Row]:
            return [row async for row in client[database][collection].find()]

        async def by_id(database: str, collection: str) -> dict[str, Row]:
            return {row["_id"]: row for row in await rows(database, collection)}

        indexes = await client["booking"]["tickets"].list_indexes()
        return Books(
            bookings=await by_id("booking", "bookings"),
            tickets=await rows("booking", "tickets"),
            inventories=await by_id("booking", "inventories"),
            holds=await by_id("booking", "holds"),
            payments=await by_id("payment", "payments"),
            ledger=await rows("payment", "ledger"),
            inbox=frozenset(await by_id("payment", "inbox")),
            outbox={
                name: len(await rows(name, "outbox")) for name in ("catalog", "booking", "payment")
            },
            ticket_indexes=[dict(index) async for index in indexes],
            charges=_charges(provider_log),
            calls=together(answers),
            events=await _events(kafka),
        )


def _charges(log: Sequence[str]) -> dict[str, Charge]:
    """The last that the provider wrote of each charge."""
    last: dict[str, Row] = {}
    for line in log:
        charge = json.loads(line)["charge"]
        last[charge["id"]] = charge
    return {
        id: Charge(charge["amount_minor"], charge["status"], charge["refunds"])
        for id, charge in last.items()
    }


async def _events(kafka: str) -> dict[str, list[Row]]:
    """Every message that is kept, by topic."""
    # In no group: it is given every partition, from the first message on.
    consumer = AIOKafkaConsumer(
        *_TOPICS, bootstrap_servers=kafka, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    found: dict[str, list[Row]] = defaultdict(list)
    try:
        partitions = consumer.assignment()
        ends = await consumer.end_offsets(partitions)
        while [each for each in partitions if await consumer.position(each) < ends[each]]:
            fetched = await consumer.getmany(timeout_ms=500)
            for partition, records in fetched.items():
                found[partition.topic] += [json.loads(record.value or b"") for record in records]
    finally:
        await consumer.stop()
    return found
