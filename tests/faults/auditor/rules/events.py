"""Rules: every fact has one event, and every event is about a fact."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any

from tests.faults.auditor.calls import Document
from tests.faults.auditor.records import Records, occurred_at

_DEAD = ".dlq"
_TAKEN = {
    # Scheduling needs no inbox: the inventory's id is the showtime's, so it is created once.
    "booking": (
        "account.deleted.v1",
        "catalog.showtime.moved.v1",
        "catalog.showtime.cancelled.v1",
    ),
    "payment": ("account.deleted.v1",),
}
"""Topics whose events a service must have in its inbox."""


def no_dead_letters(records: Records) -> Iterator[str]:
    """Check that the dead-letter topics are empty."""
    for topic, messages in records.events.items():
        if topic.endswith(_DEAD):
            for message in messages:
                yield f"{message['id']} is in {topic}"


def one_event_per_fact(records: Records) -> Iterator[str]:
    """Check that each fact has one event, delivered any number of times, and no event has no
    fact."""
    for topic, name, facts in _facts(records):
        published: dict[str, set[str]] = defaultdict(set)
        for event in records.events.get(topic, ()):
            published[event["data"][name]].add(event["id"])
        for id in sorted(facts - published.keys()):
            yield f"{topic} has no event of {id}"
        for id in sorted(published.keys() - facts):
            yield f"{topic} has an event of {id}, which is not a fact"
        for id, events in published.items():
            if len(events) > 1:
                yield f"{topic} has {len(events)} events of {id}: {sorted(events)}"


def _facts(records: Records) -> Iterator[tuple[str, str, Set[str]]]:
    """Yield, for each topic, the field that names the fact and the ids of all facts."""
    status = {id: booking["status"] for id, booking in records.bookings.items()}
    cancelled = {id for id in status if status[id] == "CANCELLED"}
    yield (
        "booking.confirmed.v1",
        "bookingId",
        {id for id in status if status[id] == "CONFIRMED"} | cancelled,
    )
    yield "booking.cancelled.v1", "bookingId", cancelled
    charges = records.charges
    yield "payment.captured.v1", "paymentId", {id for id in charges if charges[id].taken}
    yield "payment.refunded.v1", "refundId", {id for id in charges for id in charges[id].refunds}
    yield "catalog.showtime.scheduled.v1", "showtimeId", records.showtimes.keys()
    off = {id for id, each in records.showtimes.items() if each["status"] == "CANCELLED"}
    yield "catalog.showtime.cancelled.v1", "showtimeId", off
    known = records.accounts | {
        call.account if call.operation != "register" else call.answer["id"]
        for call in records.calls
        if call.succeeded and call.kind != "LoginSuccess"
    }
    yield "account.registered.v1", "accountId", known
    yield "account.deleted.v1", "accountId", known - records.accounts


def events_match_the_records(records: Records) -> Iterator[str]:
    """Check that each event's data is what the records have."""
    for topic, events in records.events.items():
        for event in events:
            for name, (sent, found) in _carried(records, topic, event["data"]).items():
                if sent != found:
                    yield f"{event['id']} of {topic} has the {name} {sent}, expected {found}"


def _carried(records: Records, topic: str, data: Document) -> Mapping[str, tuple[Any, Any]]:
    """Return each value in the event's data beside the value in the records."""
    found: dict[str, Any]
    match topic:
        case "booking.confirmed.v1" | "booking.cancelled.v1":
            booking = records.bookings.get(data["bookingId"], {})
            found = {
                **{name: booking.get(name) for name in ("showtimeId", "currency")},
                "seatIds": [seat["seatId"] for seat in booking.get("seats", ())],
                "amountMinor": booking.get("amountMinor"),
                "refundMinor": booking.get("refundMinor"),
            }
            if data["accountId"] not in records.deleted_accounts:
                found["accountId"] = booking.get("accountId")
        case "payment.captured.v1" | "payment.refunded.v1":
            charge = records.charges.get(data["paymentId"])
            payment = records.payments.get(data["paymentId"], {})
            found = {name: payment.get(name) for name in ("reference", "currency")}
            if charge is not None:
                refund = data.get("refundId")
                found["amountMinor"] = charge.refunds.get(refund) if refund else charge.taken
        case _:
            found = {}
    return {name: (data[name], value) for name, value in found.items() if name in data}


def schedule_matches_its_events(records: Records) -> Iterator[str]:
    """Check that each showtime is as catalog's last event about it says."""
    published: dict[str, list[Document]] = defaultdict(list)
    for what in ("scheduled", "moved", "cancelled"):
        for event in records.events.get(f"catalog.showtime.{what}.v1", ()):
            published[event["data"]["showtimeId"]].append(event)
    for id, showtime in records.showtimes.items():
        last = max(published[id], key=occurred_at, default=None)
        if last is None:
            continue
        cancelled = last["type"] == "catalog.showtime.cancelled.v1"
        if cancelled != (showtime["status"] == "CANCELLED"):
            yield f"{id} is {showtime['status']}, its last event is {last['type']}"
        if datetime.fromisoformat(last["data"]["startsAt"]) != showtime["startsAt"]:
            yield f"{id} begins at {showtime['startsAt']}, not at {last['data']['startsAt']}"
        if last["data"].get("auditoriumId", showtime["auditoriumId"]) != showtime["auditoriumId"]:
            yield f"{id} is in another auditorium than its event says"


def every_event_was_handled(records: Records) -> Iterator[str]:
    """Check that each inbox has every event that the service must handle."""
    for name, topics in _TAKEN.items():
        for topic in topics:
            for event in records.events.get(topic, ()):
                if event["id"] not in records.inboxes.get(name, ()):
                    yield f"{event['id']} of {topic} is not in {name}'s inbox"


RULES = (
    no_dead_letters,
    one_event_per_fact,
    events_match_the_records,
    schedule_matches_its_events,
    every_event_was_handled,
)
