"""Booking's MongoDB adapters, one a port. A collection's rules are beside its queries."""

from subgraphs.booking.adapters.store.booking_documents import BOOKINGS
from subgraphs.booking.adapters.store.bookings import MongoBookingStore
from subgraphs.booking.adapters.store.change_feed import MongoChangeFeed
from subgraphs.booking.adapters.store.holds import HOLDS, MongoHoldStore
from subgraphs.booking.adapters.store.inventories import INVENTORIES, MongoInventoryStore
from subgraphs.booking.adapters.store.sales import MongoSalesStore
from subgraphs.booking.adapters.store.tickets import TICKETS, MongoTicketStore

COLLECTIONS = (INVENTORIES, HOLDS, BOOKINGS, TICKETS)

__all__ = [
    "COLLECTIONS",
    "MongoBookingStore",
    "MongoChangeFeed",
    "MongoHoldStore",
    "MongoInventoryStore",
    "MongoSalesStore",
    "MongoTicketStore",
]
