"""Ticket codes: signed by Ed25519, so that a door can verify them without a connection.

A code is `<payload>.<signature>`, both base64url without padding; the payload is JSON with the
key's id (`k`), the ticket (`t`), the showtime (`s`), the seat (`p`) and its start (`b`, in seconds
since the epoch).
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from shared.secrets.rotating import RotatingSecret
from subgraphs.booking.errors import ForgedTicket, KeyNotTrusted, NotATicket

_LONGEST_CODE = 500
# What reading something else than a code can raise: not base64, not JSON, not these fields.
_NOT_OURS = (ValueError, TypeError, LookupError, ArithmeticError, OSError, RecursionError)
_UNKNOWN_KEY_RETRY = timedelta(seconds=1)


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


class Ed25519TicketVerifier:
    """Adapter of the port TicketVerifier; keys may be rotated in and retired meanwhile."""

    def __init__(self, keys: RotatingSecret) -> None:
        """`keys` holds the public keys (PEM) by their ids."""
        self._keys = keys

    async def verify(self, code: str) -> str:
        try:
            return verified(code, await self._keys.get()).ticket_id
        except KeyNotTrusted:
            # It may have been rotated in a moment ago.
            keys = await self._keys.refreshed(at_least_every=_UNKNOWN_KEY_RETRY)
            return verified(code, keys).ticket_id


@dataclass(frozen=True, slots=True)
class TicketClaims:
    """What a ticket's code says."""

    ticket_id: str
    showtime_id: str
    seat_id: str
    starts_at: datetime


def verified(code: str, keys: Mapping[str, str]) -> TicketClaims:
    """What `code` says, once one of `keys` (PEM by key id) has proved who signed it.

    Raises NotATicket, KeyNotTrusted or ForgedTicket.
    """
    if len(code) > _LONGEST_CODE:
        raise NotATicket
    try:
        payload, signature = map(_bytes, code.split("."))
        said: dict[str, Any] = json.loads(payload)
        pem = keys.get(said["k"])
        starts_at = datetime.fromtimestamp(said["b"], UTC)
        claims = TicketClaims(said["t"], said["s"], said["p"], starts_at)
    except _NOT_OURS:
        raise NotATicket from None
    if pem is None:
        raise KeyNotTrusted
    try:
        public_key(pem).verify(signature, payload)
    except InvalidSignature:
        raise ForgedTicket from None
    return claims


@lru_cache(maxsize=16)
def public_key(pem: str) -> Ed25519PublicKey:
    """The key that `pem` has; TypeError or ValueError when that is none that signs tickets."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("tickets are signed with Ed25519 keys")
    return key


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


def _bytes(part: str) -> bytes:
    data = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    # Base64 has several spellings of the same bytes; a code has one.
    if _base64(data) != part:
        raise ValueError("not as it was signed")
    return data
