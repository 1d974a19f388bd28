"""Booking's MongoDB adapters, one a port; the rules of each collection are beside its queries."""

from subgraphs.booking.store.bookings import BOOKINGS, TICKETS, MongoBookingStore
from subgraphs.booking.store.holds import HOLDS, MongoHoldStore
from subgraphs.booking.store.inventories import INVENTORIES, MongoInventoryStore

COLLECTIONS = (INVENTORIES, HOLDS, BOOKINGS, TICKETS)

__all__ = ["COLLECTIONS", "MongoBookingStore", "MongoHoldStore", "MongoInventoryStore"]
