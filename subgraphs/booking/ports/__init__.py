"""What the use cases need from outside, as Protocols."""

from subgraphs.booking.ports.idempotency import Answer, Idempotency, Work
from subgraphs.booking.ports.live import ChangeFeed
from subgraphs.booking.ports.services import (
    PaymentOutcome,
    Payments,
    PaymentState,
    ShowtimeCatalog,
)
from subgraphs.booking.ports.stores import (
    BookingStore,
    HoldStore,
    InventoryStore,
    SalesStore,
    TicketStore,
)
from subgraphs.booking.ports.ticket_codes import TicketSigner, TicketVerifier

__all__ = [
    "Answer",
    "BookingStore",
    "ChangeFeed",
    "HoldStore",
    "Idempotency",
    "InventoryStore",
    "PaymentOutcome",
    "PaymentState",
    "Payments",
    "SalesStore",
    "ShowtimeCatalog",
    "TicketSigner",
    "TicketStore",
    "TicketVerifier",
    "Work",
]
