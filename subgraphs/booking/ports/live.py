"""Hints that something has changed, for live answers."""

import asyncio
from contextlib import AbstractContextManager
from typing import Protocol


class ChangeFeed(Protocol):
    """Reports changes of inventories and bookings, by any replica."""

    def listen(self, id: str, changed: asyncio.Event) -> AbstractContextManager[None]:
        """Set `changed` whenever the showtime's inventory or the booking with that id may have
        changed, for as long as the context is open."""
        ...
