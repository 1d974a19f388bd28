"""What the auditor reads, all of it from the sources themselves."""

import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from aiokafka import AIOKafkaConsumer
from pymongo import AsyncMongoClient

from tests.faults.auditor.calls import Call, Document, read_calls

SERVICES = ("account", "catalog", "booking", "payment")
"""Each has a database of its name."""
_OFF_TOPICS = ("catalog.showtime.cancelled.v1", "catalog.showtime.moved.v1")
_OFF_OPERATIONS = ("cancelShowtime", "moveShowtime")


@dataclass(frozen=True, slots=True)
class Charge:
    """Where a charge stands at the provider, in minor units.

    One that was voided before it came has neither an amount nor a currency.
    """

    amount: int
    status: str
    currency: str
    decline_code: str | None = None
    refunds: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def taken(self) -> int:
        """What was captured."""
        return self.amount if self.status == "captured" else 0

    @property
    def given_back(self) -> int:
        """What was refunded."""
        return sum(self.refunds.values())


@dataclass(frozen=True)
class Records:
    """Everything that must agree.

    `accounts` are the ids of those that there are, `sessions` the accounts that have one.
    `sold` is what catalog has heard of bookings. `inboxes` are the events that a service has kept
    as taken, for the services that keep any; `outboxes` count what is still to be told.
    """

    accounts: Set[str]
    sessions: Set[str]
    showtimes: Mapping[str, Document]
    auditoriums: Mapping[str, Document]
    bookings_in_catalog: Mapping[str, Document]
    bookings: Mapping[str, Document]
    tickets: Sequence[Document]
    ticket_indexes: Sequence[Document]
    inventories: Mapping[str, Document]
    holds: Mapping[str, Document]
    payments: Mapping[str, Document]
    ledger: Sequence[Document]
    charges: Mapping[str, Charge]
    inboxes: Mapping[str, Set[str]]
    outboxes: Mapping[str, int]
    events: Mapping[str, Sequence[Document]]
    calls: Sequence[Call]
    read_at: datetime
    """When all of it had been read."""

    def events_about(self, topic: str, name: str, value: str) -> Sequence[Document]:
        """The events of a topic in whose data `name` has this value."""
        return self._told.get((topic, name, value), ())

    def calls_with(self, operation: str, name: str, value: str) -> Sequence[Call]:
        """The calls of an operation that were given this value as `name`."""
        return self._asked.get((operation, name, value), ())

    @cached_property
    def changed_showtimes(self) -> Mapping[str, datetime]:
        """The showtimes that were cancelled or moved, or may have been, and since when at most."""
        since = [
            (event["data"]["showtimeId"], occurred_at(event))
            for topic in _OFF_TOPICS
            for event in self.events.get(topic, ())
        ]
        asked = [
            (call.given["id"], call.sent)
            for call in self.calls
            if call.operation in _OFF_OPERATIONS and call.may_have_effect
        ]
        return _earliest(since + asked)

    @cached_property
    def deleted_accounts(self) -> Mapping[str, datetime]:
        """The accounts that were deleted, or may have been, and since when at most."""
        since = [
            (event["data"]["accountId"], occurred_at(event))
            for event in self.events.get("account.deleted.v1", ())
        ]
        asked = [
            (call.account, call.sent)
            for call in self.calls
            if call.operation == "deleteMyAccount" and call.may_have_effect
        ]
        return _earliest(since + asked)

    @cached_property
    def bookings_of(self) -> Mapping[str, Sequence[Document]]:
        """The bookings by the hold that they were, or were to be, paid from."""
        found: dict[str, list[Document]] = defaultdict(list)
        for booking in self.bookings.values():
            found[booking["holdId"]].append(booking)
        return found

    @cached_property
    def tickets_of(self) -> Mapping[str, Sequence[Document]]:
        """The tickets by their booking."""
        found: dict[str, list[Document]] = defaultdict(list)
        for ticket in self.tickets:
            found[ticket["bookingId"]].append(ticket)
        return found

    @cached_property
    def _told(self) -> Mapping[tuple[str, str, str], Sequence[Document]]:
        found: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
        for topic, events in self.events.items():
            for event in events:
                for name, value in event["data"].items():
                    if isinstance(value, str):
                        found[topic, name, value].append(event)
        return found

    @cached_property
    def _asked(self) -> Mapping[tuple[str, str, str], Sequence[Call]]:
        found: dict[tuple[str, str, str], list[Call]] = defaultdict(list)
        for call in self.calls:
            for name, value in call.given.items():
                if isinstance(value, str):
                    found[call.operation, name, value].append(call)
        return found


def _earliest(moments: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for id, moment in moments:
        found[id] = min(moment, found.get(id, moment))
    return found


def occurred_at(event: Document) -> datetime:
    """When what an event tells came about."""
    return datetime.fromisoformat(event["occurredAt"])


async def read(
    mongo_url: str, provider_log: Sequence[str], answers: Sequence[str], kafka: str
) -> Records:
    """Read it all, when everything is quiet; the log and the answers are lines of JSON."""
    events = await _events(kafka)
    async with AsyncMongoClient[Document](mongo_url, tz_aware=True) as client:

        async def rows(database: str, collection: str) -> list[Document]:
            return [row async for row in client[database][collection].find()]

        async def by_id(database: str, collection: str) -> dict[str, Document]:
            return {row["_id"]: row for row in await rows(database, collection)}

        indexes = await client["booking"]["tickets"].list_indexes()
        return Records(
            accounts=frozenset(await by_id("account", "accounts")),
            sessions=frozenset(row["accountId"] for row in await rows("account", "sessions")),
            showtimes=await by_id("catalog", "showtimes"),
            auditoriums=await by_id("catalog", "auditoriums"),
            bookings_in_catalog=await by_id("catalog", "bookings"),
            bookings=await by_id("booking", "bookings"),
            tickets=await rows("booking", "tickets"),
            ticket_indexes=[dict(index) async for index in indexes],
            inventories=await by_id("booking", "inventories"),
            holds=await by_id("booking", "holds"),
            payments=await by_id("payment", "payments"),
            ledger=await rows("payment", "ledger"),
            charges=_charges(provider_log),
            inboxes={
                name: frozenset(await by_id(name, "inbox"))
                for name in SERVICES
                if "inbox" in await client[name].list_collection_names()
            },
            outboxes={name: len(await rows(name, "outbox")) for name in SERVICES},
            events=events,
            calls=read_calls(answers),
            read_at=datetime.now(UTC),
        )


def _charges(log: Sequence[str]) -> dict[str, Charge]:
    """The last that the provider wrote of each charge."""
    last: dict[str, Document] = {}
    for line in log:
        charge = json.loads(line)["charge"]
        last[charge["id"]] = charge
    return {
        id: Charge(
            charge["amount_minor"],
            charge["status"],
            charge["currency"],
            charge["decline_code"],
            charge["refunds"],
        )
        for id, charge in last.items()
    }


async def _events(kafka: str) -> dict[str, list[Document]]:
    """Every message that is kept, by topic, whatever topics there are."""
    found: dict[str, list[Document]] = defaultdict(list)
    async with _reader(kafka) as asking:
        # Two underscores begin the names of what the broker keeps for itself.
        topics = [topic for topic in await asking.topics() if not topic.startswith("__")]
    # Of topics that were not named before, Apache Kafka tells a consumer no partitions.
    async with _reader(kafka, *topics) as consumer:
        partitions = consumer.assignment()
        ends = await consumer.end_offsets(partitions)
        while [each for each in partitions if await consumer.position(each) < ends[each]]:
            fetched = await consumer.getmany(timeout_ms=500)
            for partition, records in fetched.items():
                found[partition.topic] += [_message(record.value) for record in records]
    return found


@asynccontextmanager
async def _reader(kafka: str, *topics: str) -> AsyncGenerator[AIOKafkaConsumer]:
    """A consumer in no group, which is given every partition of these, from the beginning."""
    consumer = AIOKafkaConsumer(
        *topics, bootstrap_servers=kafka, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


def _message(value: bytes | None) -> Document:
    """What a message says; a dead letter may be anything."""
    try:
        message = json.loads(value or b"")
        return {"id": message["id"], "data": message["data"], **message}
    except (ValueError, TypeError, KeyError):
        return {"id": repr(value), "data": {}}
