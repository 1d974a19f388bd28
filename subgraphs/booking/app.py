"""Booking's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

from shared.auth.service_tokens import ServiceTokenSigner, SigningKey
from shared.messaging.consumer import KafkaConsumer
from shared.runtime.background import repeat
from shared.runtime.connections import Connections, connect
from shared.runtime.service import Wiring
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from subgraphs.booking.adapters.catalog import GraphqlShowtimeCatalog
from subgraphs.booking.adapters.catalog_client import CatalogClient
from subgraphs.booking.adapters.idempotency import IDEMPOTENCY, MongoIdempotency
from subgraphs.booking.adapters.payment_client import PaymentClient
from subgraphs.booking.adapters.payments import GraphqlPayments
from subgraphs.booking.adapters.store import (
    COLLECTIONS,
    MongoBookingStore,
    MongoChangeFeed,
    MongoHoldStore,
    MongoInventoryStore,
    MongoSalesStore,
    MongoTicketStore,
)
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner, Ed25519TicketVerifier
from subgraphs.booking.api.context import Context
from subgraphs.booking.api.printing import ticket_routes
from subgraphs.booking.ports import Idempotency, Payments, ShowtimeCatalog
from subgraphs.booking.service.account_deletion import AccountDeletion
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import CheckIn
from subgraphs.booking.service.holds import HoldService
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.live import LiveBookings, LiveSeatMaps
from subgraphs.booking.service.saga import BookingSaga
from subgraphs.booking.service.sales import Sales
from subgraphs.booking.service.scan_merging import ScanMerging
from subgraphs.booking.service.showtime_changes import ShowtimeChanges
from subgraphs.booking.service.watch_limits import WatchLimits
from subgraphs.booking.settings import Settings
from subgraphs.booking.workers.consumers import AccountConsumer, ShowtimeConsumer
from subgraphs.booking.workers.recovery import RecoveryWorker


@dataclass(frozen=True, slots=True)
class Adapters:
    """What serves booking's ports."""

    bookings: MongoBookingStore
    holds: MongoHoldStore
    seats: MongoInventoryStore
    tickets: MongoTicketStore
    sales: MongoSalesStore
    changes: MongoChangeFeed
    idempotency: Idempotency
    payments: Payments
    catalog: ShowtimeCatalog
    signer: Ed25519TicketSigner
    verifier: Ed25519TicketVerifier


@dataclass(frozen=True, slots=True)
class UseCases:
    """What the API and the workers call."""

    inventories: InventoryLookup
    holds: HoldService
    saga: BookingSaga
    bookings: BookingService
    check_in: CheckIn
    scan_merging: ScanMerging
    sales: Sales
    live_seat_maps: LiveSeatMaps
    live_bookings: LiveBookings
    showtime_changes: ShowtimeChanges
    account_deletion: AccountDeletion


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Connect booking and build what it serves; everything is closed at the end."""
    async with connect("booking", settings) as connections:
        await connections.ensure_collections([*COLLECTIONS, IDEMPOTENCY])
        async with _open_adapters(settings, connections) as adapters:
            use_cases = _use_cases(settings, connections, adapters)
            yield _wiring(settings, connections, adapters, use_cases)


@asynccontextmanager
async def connect_bookings(settings: Settings) -> AsyncGenerator[MongoBookingStore]:
    """Connect the store of bookings alone, for a command."""
    async with connect("booking", settings) as connections:
        yield MongoBookingStore(connections.database, connections.outbox)


@asynccontextmanager
async def connect_scan_merging(settings: Settings) -> AsyncGenerator[ScanMerging]:
    """Connect what merging scans needs, for a command."""
    async with connect("booking", settings) as connections:
        yield ScanMerging(
            _ticket_verifier(settings, connections), MongoTicketStore(connections.database)
        )


@asynccontextmanager
async def _open_adapters(settings: Settings, connections: Connections) -> AsyncGenerator[Adapters]:
    database, clock = connections.database, connections.clock
    service_key = _own_key(settings, connections, "booking/service-key")
    ticket_key = _own_key(settings, connections, "booking/ticket-key")

    async def signing_key() -> SigningKey:
        return SigningKey(**await service_key.get())

    payment_client = PaymentClient(
        settings.payment_url,
        part="payment service",
        timeout_seconds=settings.call_timeout_seconds,
        token=ServiceTokenSigner("booking", "payment", signing_key, clock).sign,
    )
    catalog_client = CatalogClient(
        settings.catalog_url,
        part="catalog service",
        timeout_seconds=settings.call_timeout_seconds,
        token=ServiceTokenSigner("booking", "catalog", signing_key, clock).sign,
    )
    async with payment_client, catalog_client:
        yield Adapters(
            bookings=MongoBookingStore(database, connections.outbox),
            holds=MongoHoldStore(database),
            seats=MongoInventoryStore(database),
            tickets=MongoTicketStore(database),
            sales=MongoSalesStore(database),
            changes=MongoChangeFeed(database),
            idempotency=MongoIdempotency(database, clock, connections.ids),
            payments=GraphqlPayments(
                payment_client,
                capture_within=timedelta(seconds=settings.capture_timeout_seconds),
            ),
            catalog=GraphqlShowtimeCatalog(catalog_client, clock),
            signer=Ed25519TicketSigner(ticket_key),
            verifier=_ticket_verifier(settings, connections),
        )


def _own_key(settings: Settings, connections: Connections, path: str) -> RotatingSecret:
    return RotatingSecret(
        connections.vault,
        path,
        clock=connections.clock,
        max_age=timedelta(seconds=settings.key_max_age_seconds),
        good_for=OWN_KEY_GOOD_FOR,
    )


def _ticket_verifier(settings: Settings, connections: Connections) -> Ed25519TicketVerifier:
    return Ed25519TicketVerifier(
        RotatingSecret(
            connections.vault,
            "public/ticket-keys",
            clock=connections.clock,
            max_age=timedelta(seconds=settings.key_max_age_seconds),
            good_for=TRUSTED_KEYS_GOOD_FOR,
        )
    )


def _use_cases(settings: Settings, connections: Connections, adapters: Adapters) -> UseCases:
    clock, timing = connections.clock, settings.timing
    bookings, seats, idempotency = adapters.bookings, adapters.seats, adapters.idempotency
    inventories = InventoryLookup(seats, adapters.catalog)
    limits = WatchLimits()
    holds = HoldService(
        inventories,
        seats,
        adapters.holds,
        idempotency,
        settings.hold_limits,
        clock,
        SystemRandom(),
    )
    saga = BookingSaga(
        bookings, inventories, adapters.payments, adapters.signer, timing, clock, connections.ids
    )
    return UseCases(
        inventories=inventories,
        holds=holds,
        saga=saga,
        bookings=BookingService(
            holds,
            bookings,
            saga,
            timing,
            inventories,
            adapters.catalog,
            settings.refunds,
            idempotency,
            clock,
        ),
        check_in=CheckIn(
            adapters.verifier,
            adapters.tickets,
            bookings,
            inventories,
            idempotency,
            clock,
            opens=timedelta(minutes=settings.doors_open_minutes),
        ),
        scan_merging=ScanMerging(adapters.verifier, adapters.tickets),
        sales=Sales(inventories, adapters.sales, clock),
        live_seat_maps=LiveSeatMaps(inventories, seats, adapters.changes, clock, limits),
        live_bookings=LiveBookings(bookings, adapters.changes, limits),
        showtime_changes=ShowtimeChanges(inventories, seats, bookings, saga),
        account_deletion=AccountDeletion(seats, adapters.holds, bookings),
    )


def _wiring(
    settings: Settings, connections: Connections, adapters: Adapters, use_cases: UseCases
) -> Wiring:
    recovery = RecoveryWorker(
        adapters.bookings,
        use_cases.saga,
        settings.timing,
        connections.clock,
        attempts=settings.recovery_attempts,
    )
    showtimes, accounts = _consumers(connections, adapters, use_cases)
    return Wiring(
        new_context=lambda: Context(
            connections.sessions,
            settings.session_cookie,
            holds=use_cases.holds,
            bookings=use_cases.bookings,
            check_in=use_cases.check_in,
            scan_merging=use_cases.scan_merging,
            inventories=use_cases.inventories,
            sales=use_cases.sales,
            live_seat_maps=use_cases.live_seat_maps,
            live_bookings=use_cases.live_bookings,
            clock=connections.clock,
            tickets_url=settings.tickets_url,
        ),
        callers=connections.callers(),
        rate_limiter=connections.rate_limiter(),
        health_checks=connections.health_checks(),
        background={
            "outbox-relay": connections.relay().run,
            "inventories": showtimes.run,
            "accounts": accounts.run,
            "recovery": lambda: repeat(
                "recovery",
                recovery.recover_overdue,
                timedelta(seconds=settings.recovery_seconds),
            ),
            "changes": adapters.changes.run,
        },
        routes=[
            ticket_routes(
                use_cases.bookings,
                use_cases.inventories,
                connections.sessions,
                settings.session_cookie,
            )
        ],
    )


def _consumers(
    connections: Connections, adapters: Adapters, use_cases: UseCases
) -> tuple[KafkaConsumer, KafkaConsumer]:
    """Return the consumers of showtimes and of accounts.

    They have different groups: an account that waits for a payment must not delay a showtime.
    """
    showtimes = ShowtimeConsumer(adapters.seats, use_cases.showtime_changes)
    accounts = AccountConsumer(use_cases.account_deletion)
    return (
        connections.consumer("booking-inventories", showtimes.subscriptions),
        connections.consumer("booking-accounts", accounts.subscriptions),
    )
