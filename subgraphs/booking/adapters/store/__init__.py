"""Booking's MongoDB adapters, one a port; the rules of each collection are beside its queries."""

from subgraphs.booking.adapters.store.booking_documents import BOOKINGS
from subgraphs.booking.adapters.store.bookings import MongoBookingStore
from subgraphs.booking.adapters.store.changes import MongoChanges
from subgraphs.booking.adapters.store.holds import HOLDS, MongoHoldStore
from subgraphs.booking.adapters.store.inventories import INVENTORIES, MongoInventoryStore
from subgraphs.booking.adapters.store.tickets import TICKETS, MongoTicketStore

COLLECTIONS = (INVENTORIES, HOLDS, BOOKINGS, TICKETS)

__all__ = [
    "COLLECTIONS",
    "MongoBookingStore",
    "MongoChanges",
    "MongoHoldStore",
    "MongoInventoryStore",
    "MongoTicketStore",
]
