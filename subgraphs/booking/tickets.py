"""Ticket codes: signed by Ed25519, so that a door can verify them without a connection.

A code is `<payload>.<signature>`, both base64url without padding; the payload is JSON with the
key's id (`k`), the ticket (`t`), the showing (`s`), the seat (`p`) and its start (`b`, in seconds
since the epoch).
"""

import base64
import json
from datetime import datetime
from functools import lru_cache

import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.secrets import RotatingSecret


class Ed25519TicketSigner:
    """Adapter of the port TicketSigner; its key may be rotated while the service runs."""

    def __init__(self, key: RotatingSecret) -> None:
        """`key` holds `kid` and `private_key` (PEM)."""
        self._key = key

    async def sign(
        self, ticket_id: str, showtime_id: str, seat_id: str, starts_at: datetime
    ) -> str:
        secret = await self._key.get()
        payload = json.dumps(
            {
                "k": secret["kid"],
                "t": ticket_id,
                "s": showtime_id,
                "p": seat_id,
                "b": int(starts_at.timestamp()),
            },
            separators=(",", ":"),
        ).encode()
        signature = _private_key(secret["private_key"]).sign(payload)
        return f"{_base64(payload)}.{_base64(signature)}"


def qr_svg(code: str) -> str:
    """The code as a QR symbol, an SVG of its own."""
    return segno.make(code, error="m").svg_inline(scale=4, border=4, light="#fff")


@lru_cache(maxsize=4)
def _private_key(pem: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, Ed25519PrivateKey), "the bootstrap makes Ed25519 keys"
    return key


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
