"""Booking's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import SystemRandom
from uuid import uuid4

from shared.auth.service_tokens import ServiceTokenSigner, SigningKey
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.kafka import KafkaConsumer, KafkaPublisher
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.runtime.service import Wiring
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from subgraphs.booking.adapters.catalog import GraphqlShowtimeCatalog
from subgraphs.booking.adapters.catalog_client import CatalogClient
from subgraphs.booking.adapters.idempotency import IDEMPOTENCY, Idempotency
from subgraphs.booking.adapters.payment_client import PaymentClient
from subgraphs.booking.adapters.payments import GraphqlPayments
from subgraphs.booking.adapters.store import (
    COLLECTIONS,
    MongoBookingStore,
    MongoChanges,
    MongoHoldStore,
    MongoInventoryStore,
    MongoTicketStore,
)
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner, Ed25519TicketVerifier
from subgraphs.booking.api.context import Context
from subgraphs.booking.api.printing import ticket_routes
from subgraphs.booking.service.account_deletion import Forgetting
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import Door
from subgraphs.booking.service.holds import HoldingService
from subgraphs.booking.service.inventory_lookup import Inventories
from subgraphs.booking.service.live import LiveBookings, LiveMaps
from subgraphs.booking.service.saga import BookingSaga
from subgraphs.booking.service.showtime_changes import Rescheduling
from subgraphs.booking.settings import Settings
from subgraphs.booking.workers.consumers import AccountConsumer, ShowtimeConsumer
from subgraphs.booking.workers.recovery import RecoveryWorker


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Connect booking's parts; they are closed again at the end."""
    clock, ids = SystemClock(), UlidSource()
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("booking/mongo")
    key_age = timedelta(seconds=settings.key_max_age_seconds)
    service_key, ticket_key = (
        RotatingSecret(vault, path, clock=clock, max_age=key_age, good_for=OWN_KEY_GOOD_FOR)
        for path in ("booking/service-key", "booking/ticket-key")
    )
    ticket_keys = RotatingSecret(
        vault,
        "public/ticket-keys",
        clock=clock,
        max_age=key_age,
        good_for=TRUSTED_KEYS_GOOD_FOR,
    )
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    redis_client = redis.connect(
        settings.redis_url, (await vault.read("booking/redis"))["password"]
    )
    publisher = KafkaPublisher(
        settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
    )

    async def signing_key() -> SigningKey:
        return SigningKey(**await service_key.get())

    tokens = ServiceTokenSigner("booking", "payment", signing_key, clock)
    payment_client = PaymentClient(
        settings.payment_url,
        part="payment service",
        timeout_seconds=settings.call_timeout_seconds,
        token=tokens.sign,
    )
    catalog_client = CatalogClient(
        settings.catalog_url,
        part="catalog service",
        timeout_seconds=settings.call_timeout_seconds,
    )
    database = mongo_client[credentials["database"]]
    outbox, inbox = Outbox(database, clock, ids), Inbox(database, clock)
    seats, holds = MongoInventoryStore(database), MongoHoldStore(database)
    bookings = MongoBookingStore(database, outbox)
    inventories = Inventories(seats, GraphqlShowtimeCatalog(catalog_client, clock))
    idempotency = Idempotency(database, clock, ids)
    holding = HoldingService(
        inventories, seats, holds, idempotency, settings.hold_limits, clock, SystemRandom()
    )
    saga = BookingSaga(
        bookings,
        inventories,
        GraphqlPayments(
            payment_client, capture_within=timedelta(seconds=settings.capture_timeout_seconds)
        ),
        Ed25519TicketSigner(ticket_key),
        settings.timing,
        clock,
        ids,
    )
    service = BookingService(
        holding,
        bookings,
        saga,
        settings.timing,
        inventories,
        settings.refunds,
        idempotency,
        clock,
    )
    door = Door(
        Ed25519TicketVerifier(ticket_keys),
        MongoTicketStore(database),
        bookings,
        inventories,
        idempotency,
        clock,
        opens=timedelta(minutes=settings.doors_open_minutes),
    )
    changes = MongoChanges(database)
    live_maps = LiveMaps(inventories, seats, changes, clock)
    live_bookings = LiveBookings(bookings, changes)
    rescheduling = Rescheduling(inventories, seats, bookings, saga)
    sessions = SessionStore(redis_client, clock)
    recovery = RecoveryWorker(
        bookings,
        saga,
        settings.timing,
        clock,
        every=timedelta(seconds=settings.recovery_seconds),
        attempts=settings.recovery_attempts,
    )
    forgetting = Forgetting(seats, holds, bookings)
    # Groups of their own: an account that must wait for a payment keeps no showtime waiting.
    showtimes, accounts = (
        KafkaConsumer(
            settings.kafka_bootstrap_servers, group=group, handlers=handlers, publisher=publisher
        )
        for group, handlers in (
            ("booking-inventories", ShowtimeConsumer(seats, rescheduling, inbox).handlers),
            ("booking-accounts", AccountConsumer(forgetting, inbox).handlers),
        )
    )
    relay = OutboxRelay(database, outbox, publisher, clock=clock, owner=uuid4().hex)
    try:
        await mongo.ensure_collections(
            database, [*COLLECTIONS, IDEMPOTENCY, INBOX, OUTBOX, RELAY_LEASES]
        )
        async with payment_client, catalog_client:
            yield Wiring(
                new_context=lambda: Context(
                    sessions,
                    settings.session_cookie,
                    holding=holding,
                    bookings=service,
                    door=door,
                    inventories=inventories,
                    live_maps=live_maps,
                    live_bookings=live_bookings,
                    clock=clock,
                    tickets_url=settings.tickets_url,
                ),
                parts={
                    "mongo": lambda: database.command("ping"),
                    "redis": lambda: redis.ping(redis_client),
                    "kafka": publisher.ping,
                },
                background={
                    "outbox-relay": relay.run,
                    "inventories": showtimes.run,
                    "accounts": accounts.run,
                    "recovery": recovery.run,
                    "changes": changes.run,
                },
                routes=[ticket_routes(service, inventories, sessions, settings.session_cookie)],
            )
    finally:
        await publisher.close()
        await redis_client.aclose()
        await mongo_client.close()
