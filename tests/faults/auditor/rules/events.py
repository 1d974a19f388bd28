"""Every fact was told, once, and nothing that is none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any

from tests.faults.auditor.calls import Document
from tests.faults.auditor.records import Records, occurred_at

_DEAD = ".dlq"
_TAKEN = {
    # A showtime that is scheduled becomes an inventory under its own id, once by itself.
    "booking": (
        "account.deleted.v1",
        "catalog.showtime.moved.v1",
        "catalog.showtime.cancelled.v1",
    ),
    "payment": ("account.deleted.v1",),
}
"""What a service that keeps an inbox takes from others."""


def no_dead_letters(records: Records) -> Iterator[str]:
    """Nothing is in a dead-letter topic."""
    for topic, messages in records.events.items():
        if topic.endswith(_DEAD):
            for message in messages:
                yield f"{message['id']} is in {topic}"


def one_event_per_fact(records: Records) -> Iterator[str]:
    """Each fact by one event, however often that came, and of none that is not one."""
    for topic, name, facts in _facts(records):
        told: dict[str, set[str]] = defaultdict(set)
        for event in records.events.get(topic, ()):
            told[event["data"][name]].add(event["id"])
        for id in sorted(facts - told.keys()):
            yield f"{topic} was never told of {id}"
        for id in sorted(told.keys() - facts):
            yield f"{topic} was told of {id}, which is not so"
        for id, events in told.items():
            if len(events) > 1:
                yield f"{topic} was told of {id} {len(events)} times: {sorted(events)}"


def _facts(records: Records) -> Iterator[tuple[str, str, Set[str]]]:
    """By topic and by what its events name: what there is to be told."""
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
    """What an event carries is what the books have."""
    for topic, events in records.events.items():
        for event in events:
            for name, (told, found) in _carried(records, topic, event["data"]).items():
                if told != found:
                    yield f"{event['id']} of {topic} tells the {name} {told}, which is {found}"


def _carried(records: Records, topic: str, data: Document) -> Mapping[str, tuple[Any, Any]]:
    """What the event says beside which fact it is of, each with what the books have."""
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
    """The last that catalog told of a showtime is how catalog has it."""
    told: dict[str, list[Document]] = defaultdict(list)
    for what in ("scheduled", "moved", "cancelled"):
        for event in records.events.get(f"catalog.showtime.{what}.v1", ()):
            told[event["data"]["showtimeId"]].append(event)
    for id, showtime in records.showtimes.items():
        last = max(told[id], key=occurred_at, default=None)
        if last is None:
            continue
        cancelled = last["type"] == "catalog.showtime.cancelled.v1"
        if cancelled != (showtime["status"] == "CANCELLED"):
            yield f"{id} is {showtime['status']}, last told was {last['type']}"
        if datetime.fromisoformat(last["data"]["startsAt"]) != showtime["startsAt"]:
            yield f"{id} begins at {showtime['startsAt']}, told was {last['data']['startsAt']}"
        if last["data"].get("auditoriumId", showtime["auditoriumId"]) != showtime["auditoriumId"]:
            yield f"{id} is in {showtime['auditoriumId']}, told was {last['data']['auditoriumId']}"


def every_event_was_handled(records: Records) -> Iterator[str]:
    """A service that keeps an inbox has kept that it took each event of others."""
    for name, topics in _TAKEN.items():
        for topic in topics:
            for event in records.events.get(topic, ()):
                if event["id"] not in records.inboxes.get(name, ()):
                    yield f"{name} has not kept that it took {event['id']} of {topic}"


RULES = (
    no_dead_letters,
    one_event_per_fact,
    events_match_the_records,
    schedule_matches_its_events,
    every_event_was_handled,
)
