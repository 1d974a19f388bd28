"""The places of the failpoints: around every write, and every call of a service or part."""

from typing import Any

from aiokafka import AIOKafkaConsumer
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection

from shared.auth.service_tokens import ServiceTokenVerifier
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import OutboxRelay
from shared.messaging.publisher import KafkaPublisher
from shared.secrets.vault import Vault
from subgraphs.booking.adapters.catalog import GraphqlShowtimeCatalog
from subgraphs.booking.adapters.idempotency import MongoIdempotency
from subgraphs.booking.adapters.payments import GraphqlPayments
from subgraphs.booking.adapters.store import (
    MongoBookingStore,
    MongoHoldStore,
    MongoInventoryStore,
    MongoTicketStore,
)
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.service.holds import HoldService
from subgraphs.booking.service.saga import BookingSaga
from subgraphs.payment.adapters.providers.sandbox import SandboxProvider
from subgraphs.payment.adapters.store import MongoPaymentStore
from subgraphs.payment.ports import PaymentChange
from tests.faults.instrumented.failpoints import Failpoints

_WRITES = (
    "insert_one",
    "insert_many",
    "update_one",
    "update_many",
    "replace_one",
    "delete_one",
    "delete_many",
)


def surround_booking(points: Failpoints) -> None:
    """Put failpoints around booking's writes and calls."""
    # These write nothing themselves; they tell which ids the writes and calls in them are about.
    points.surround(HoldService, "holding", ["extend", "release"])
    points.surround(BookingSaga, "saga", ["begin", "resume"])
    points.surround(MongoIdempotency, "idempotency", ["_begin", "_claim", "_run"], _operation)
    points.surround(
        MongoInventoryStore,
        "inventories",
        ["add", "claim", "release", "stop_sales", "replace", "forget", "note_lapses"],
    )
    points.surround(MongoHoldStore, "holds", ["add", "extend", "remove", "forget"])
    points.surround(MongoBookingStore, "bookings", ["begin", "fail", "cancel", "anonymise"])
    points.surround(MongoBookingStore, "bookings", ["save", "confirm"], _state)
    points.surround(MongoBookingStore, "bookings", ["lease", "postpone"], _state)
    points.surround(MongoTicketStore, "tickets", ["record_scan"])
    points.surround(GraphqlPayments, "payments", ["authorize", "capture", "void", "refund", "find"])
    points.surround(GraphqlShowtimeCatalog, "catalog", ["inventory", "schedule"])
    _surround_shared(points)


def surround_payment(points: Failpoints) -> None:
    """Put failpoints around payment's writes and calls."""
    points.surround(ServiceTokenVerifier, "tokens", ["spend"])
    points.surround(MongoPaymentStore, "payments", ["add", "postpone", "anonymise"])
    points.surround(MongoPaymentStore, "payments", ["save"], _outcome)
    points.surround(SandboxProvider, "provider", ["authorize", "capture", "void", "refund", "find"])
    _surround_shared(points)


def _surround_shared(points: Failpoints) -> None:
    """Put failpoints around what both services have: relay, Kafka, Vault, and single writes."""
    points.surround(OutboxRelay, "relay", ["_lead", "relay_once"])
    points.surround(KafkaPublisher, "events", ["publish"], _topic)
    points.surround(KafkaPublisher, "events", ["publish_copy"])
    points.surround(AIOKafkaConsumer, "consumer", ["commit"])
    points.surround(Inbox, "inbox", ["once"])
    points.surround(Vault, "vault", ["read"], _path)
    points.surround_writes(AsyncCollection, _WRITES, lambda collection: collection.name)
    points.surround_writes(AsyncClientSession, ["commit_transaction"], lambda _: "session")


def _operation(_: MongoIdempotency, call: Call, *__: Any) -> str:
    return call.operation


def _state(_: MongoBookingStore, booking: Booking, *__: Any, **___: Any) -> str:
    """Return the booking's state; a method that writes a change has the next version."""
    return "/".join(booking.state)


def _outcome(_: MongoPaymentStore, change: PaymentChange) -> str:
    if change.payment.to_release:
        return "TO_RELEASE"
    promised = any(not refund.done for refund in change.payment.refunds)
    return "REFUND_PROMISED" if promised else change.payment.status


def _topic(_: KafkaPublisher, envelope: Envelope) -> str:
    return envelope.topic


def _path(_: Vault, path: str) -> str:
    return path
