"""Disable single safeguards of the product, from outside, for the negative control."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.auth.service_tokens import ServiceTokenVerifier
from shared.messaging.inbox import Inbox
from shared.storage import mongo
from shared.storage.mongo import CollectionSpec, Database, Document, Session
from subgraphs.booking.adapters.store import MongoBookingStore, MongoInventoryStore
from subgraphs.booking.adapters.store import bookings as booking_store
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.holds import Hold
from subgraphs.payment.adapters.providers import sandbox
from subgraphs.payment.adapters.store import MongoPaymentStore
from subgraphs.payment.ports import PaymentChange


def claim_without_predicate() -> None:
    """Let a hold claim any seat, even one that is held or sold."""

    async def claim(self: MongoInventoryStore, hold: Hold, now: datetime, *, holds: int) -> bool:
        held: dict[str, Any] = {}
        for id in hold.seat_ids:
            held |= {
                f"seats.{id}.state": "HELD",
                f"seats.{id}.holdId": hold.id,
                f"seats.{id}.accountId": hold.account_id,
                f"seats.{id}.until": hold.expires_at,
            }
        collection = self._inventories  # pyright: ignore[reportPrivateUsage] - stands in for the method
        await collection.update_one({"_id": hold.showtime_id}, {"$set": held})
        return True

    MongoInventoryStore.claim = claim


def confirm_without_fence() -> None:
    """Confirm a booking whether or not its hold still has the seats."""

    def anything(hold_id: str, seat_ids: Sequence[str]) -> Document:
        return {}

    booking_store.still_held = anything


def no_unique_index() -> None:
    """Allow two active tickets for one seat."""
    ensure = mongo.ensure_collections

    async def without_unique(database: Database, specs: Sequence[CollectionSpec]) -> None:
        await ensure(database, [spec for spec in specs if spec.name != "tickets"])

    mongo.ensure_collections = without_unique


def no_inbox() -> None:
    """Apply an event again when it is delivered again, although the inbox has its id."""

    async def has(self: Inbox, event_id: str) -> bool:
        return False

    Inbox._has = has  # pyright: ignore[reportPrivateUsage] - stands in for the method


def booking_without_version() -> None:
    """Overwrite a booking even if another writer changed it meanwhile."""
    write = MongoBookingStore._write  # pyright: ignore[reportPrivateUsage] - the predicate is in it

    async def unconditional(
        self: MongoBookingStore, booking: Booking, session: Session | None = None
    ) -> None:
        now = await self.get(booking.id) or booking
        await write(self, replace(booking, version=now.version + 1), session)

    MongoBookingStore._write = unconditional  # pyright: ignore[reportPrivateUsage]


def payment_without_version() -> None:
    """Overwrite a payment even if another writer changed it meanwhile."""
    save = MongoPaymentStore.save

    async def unconditional(self: MongoPaymentStore, change: PaymentChange) -> None:
        now = await self.get(change.payment.id) or change.payment
        payment = replace(change.payment, version=now.version + 1)
        await save(self, replace(change, payment=payment))

    MongoPaymentStore.save = unconditional


def no_service_signature() -> None:
    """Accept a service token with any signature."""
    import jwt

    decode = jwt.decode

    def trusting(token: str, *_: Any, **__: Any) -> Mapping[str, object]:
        return decode(token, options={"verify_signature": False})

    async def any_key(kid: str) -> str:
        return "any"

    original = ServiceTokenVerifier.__init__

    def init(self: ServiceTokenVerifier, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self._public_key = any_key  # pyright: ignore[reportPrivateUsage] - disables the look-up

    ServiceTokenVerifier.__init__ = init
    jwt.decode = trusting


def no_webhook_signature() -> None:
    """Accept a webhook with any signature."""

    def believed(body: bytes, signature: str, secret: str) -> dict[str, Any]:
        return json.loads(body)

    sandbox.verified = believed


DISABLE: Mapping[str, Callable[[], None]] = {
    "claim": claim_without_predicate,
    "fence": confirm_without_fence,
    "index": no_unique_index,
    "inbox": no_inbox,
    "booking-version": booking_without_version,
    "payment-version": payment_without_version,
    "service-signature": no_service_signature,
    "webhook-signature": no_webhook_signature,
}
