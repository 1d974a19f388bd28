"""The signed codes of tickets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class TicketSigner(Protocol):
    """Makes the codes that doors check."""

    async def sign(
        self, ticket_id: str, showtime_id: str, seat_id: str, starts_at: datetime
    ) -> str:
        """Return the signed code for one seat of one showtime."""
        ...


class TicketVerifier(Protocol):
    """Reads codes that guests show at the door."""

    async def verify(self, code: str) -> str:
        """Return the id of the ticket that was signed.

        Raises TicketRejected for a code that the cinema did not sign, and Unavailable when the
        keys cannot be read.
        """
        ...

    async def trusted_keys(self) -> Mapping[str, str]:
        """Return the public keys (PEM) that verify codes, by their ids. Raises Unavailable."""
        ...
