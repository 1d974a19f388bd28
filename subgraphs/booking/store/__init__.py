"""Booking's MongoDB adapters, one a port; the rules of each collection are beside its queries."""

from subgraphs.booking.store.booking_documents import BOOKINGS
from subgraphs.booking.store.bookings import MongoBookingStore
from subgraphs.booking.store.changes import MongoChanges
from subgraphs.booking.store.holds import HOLDS, MongoHoldStore
from subgraphs.booking.store.inventories import INVENTORIES, MongoInventoryStore
from subgraphs.booking.store.tickets import TICKETS, MongoTicketStore

COLLECTIONS = (INVENTORIES, HOLDS, BOOKINGS, TICKETS)

__all__ = [
    "COLLECTIONS",
    "MongoBookingStore",
    "MongoChanges",
    "MongoHoldStore",
    "MongoInventoryStore",
    "MongoTicketStore",
]
