"""Where the failpoints are: around every write, and every call of another service."""

from shared.auth.service_tokens import ServiceTokenVerifier
from shared.idempotency import Idempotency
from shared.kafka import KafkaPublisher
from subgraphs.booking.payments import GraphqlPayments
from subgraphs.booking.store import MongoBookingStore, MongoHoldStore, MongoInventoryStore
from subgraphs.payment.providers.sandbox import SandboxProvider
from subgraphs.payment.store import MongoPaymentStore
from tests.faults.build.failpoints import Failpoints


def surround_booking(points: Failpoints) -> None:
    """Booking's writes and calls."""
    points.surround(Idempotency, "idempotency", ["_begin", "_claim", "_run"])
    points.surround(
        MongoInventoryStore,
        "inventories",
        ["add", "claim", "prolong", "release", "call_off", "replace"],
    )
    points.surround(MongoHoldStore, "holds", ["add", "extend", "remove", "take", "give_back"])
    points.surround(MongoBookingStore, "bookings", ["add", "move", "confirm", "cancel", "lease"])
    points.surround(GraphqlPayments, "payments", ["authorize", "capture", "void", "refund", "find"])
    points.surround(KafkaPublisher, "events", ["publish"])


def surround_payment(points: Failpoints) -> None:
    """Payment's writes and calls."""
    points.surround(ServiceTokenVerifier, "tokens", ["spend"])
    points.surround(MongoPaymentStore, "payments", ["add", "save"])
    points.surround(SandboxProvider, "provider", ["authorize", "capture", "void", "refund", "find"])
    points.surround(KafkaPublisher, "events", ["publish"])
