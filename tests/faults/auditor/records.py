"""The records that the auditor compares, read from their sources."""

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
    """A charge as the provider has it, in minor units.

    A charge that was voided before it was made has neither an amount nor a currency.
    """

    amount: int
    status: str
    currency: str
    decline_code: str | None = None
    refunds: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def taken(self) -> int:
        """Return the captured amount."""
        return self.amount if self.status == "captured" else 0

    @property
    def given_back(self) -> int:
        """Return the refunded amount."""
        return sum(self.refunds.values())


@dataclass(frozen=True)
class Records:
    """All records that must agree with one another.

    `accounts` has the ids of existing accounts, `sessions` those of accounts with a session.
    `bookings_in_catalog` is what catalog knows of bookings. `inboxes` has the ids of handled
    events, of each service with an inbox; `outboxes` counts events that are not published yet.
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
    """When the last record was read."""

    def events_about(self, topic: str, name: str, value: str) -> Sequence[Document]:
        """Return the events of a topic in whose data `name` has this value."""
        return self._events_about.get((topic, name, value), ())

    def calls_with(self, operation: str, name: str, value: str) -> Sequence[Call]:
        """Return the calls of an operation whose argument `name` has this value."""
        return self._calls_with.get((operation, name, value), ())

    @cached_property
    def changed_showtimes(self) -> Mapping[str, datetime]:
        """Return the showtimes that were, or may have been, cancelled or moved.

        The value is the earliest time at which that may have happened.
        """
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
        """Return the accounts that were, or may have been, deleted.

        The value is the earliest time at which that may have happened.
        """
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
        """Return the bookings by the hold that they were made from."""
        found: dict[str, list[Document]] = defaultdict(list)
        for booking in self.bookings.values():
            found[booking["holdId"]].append(booking)
        return found

    @cached_property
    def tickets_of(self) -> Mapping[str, Sequence[Document]]:
        """Return the tickets by booking."""
        found: dict[str, list[Document]] = defaultdict(list)
        for ticket in self.tickets:
            found[ticket["bookingId"]].append(ticket)
        return found

    @cached_property
    def _events_about(self) -> Mapping[tuple[str, str, str], Sequence[Document]]:
        found: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
        for topic, events in self.events.items():
            for event in events:
                for name, value in event["data"].items():
                    if isinstance(value, str):
                        found[topic, name, value].append(event)
        return found

    @cached_property
    def _calls_with(self) -> Mapping[tuple[str, str, str], Sequence[Call]]:
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
    """Return when the fact of an event happened."""
    return datetime.fromisoformat(event["occurredAt"])


async def read(
    mongo_url: str, provider_log: Sequence[str], answers: Sequence[str], kafka: str
) -> Records:
    """Read all records once all work is finished. The log and the answers are lines of JSON."""
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
    """Return the last entry of the provider's log for each charge."""
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
    """Return every message in Kafka by topic, of all topics that exist."""
    found: dict[str, list[Document]] = defaultdict(list)
    async with _reader(kafka) as asking:
        # Names of the broker's internal topics start with two underscores.
        topics = [topic for topic in await asking.topics() if not topic.startswith("__")]
    # Apache Kafka gives a consumer no partitions of topics that it did not name at the start.
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
    """Start a consumer without a group that reads these topics from the beginning."""
    consumer = AIOKafkaConsumer(
        *topics, bootstrap_servers=kafka, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


def _message(value: bytes | None) -> Document:
    """Decode a message; a dead letter may have any content."""
    try:
        message = json.loads(value or b"")
        return {"id": message["id"], "data": message["data"], **message}
    except (ValueError, TypeError, KeyError):
        return {"id": repr(value), "data": {}}
