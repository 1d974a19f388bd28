"""Ticket codes: signed with Ed25519, so that a door verifies them without a connection.

A code is `<payload>.<signature>`, both base64url without padding. The payload is JSON with the
key's id (`k`), the ticket (`t`), the showtime (`s`), the seat (`p`) and the showtime's beginning
(`b`, in seconds since the epoch).
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from subgraphs.booking.errors import ForgedTicket, KeyNotTrusted, NotATicket

_LONGEST_CODE = 500
# What reading a text that is not a code can raise: it is not base64, not JSON, or lacks a field.
_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, OSError, RecursionError)


class TicketSigningKey(Protocol):
    """The current signing key. Of RotatingSecret only this, so that a door imports no Vault."""

    async def get(self) -> Mapping[str, str]:
        """Return `kid` and `private_key` (PEM)."""
        ...


class TicketPublicKeys(Protocol):
    """The public keys (PEM) by their ids."""

    async def get(self) -> Mapping[str, str]:
        """Return all of them."""
        ...

    async def find(self, name: str) -> str | None:
        """Return the key with that id; None when there is none, also after one refresh."""
        ...


class Ed25519TicketSigner:
    """Adapter of the port TicketSigner; its key may be rotated while the service runs."""

    def __init__(self, key: TicketSigningKey) -> None:
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

    def __init__(self, keys: TicketPublicKeys) -> None:
        self._keys = keys

    async def verify(self, code: str) -> str:
        signed = SignedCode.parse(code)
        return signed.verified_by(await self._keys.find(signed.key_id)).ticket_id

    async def trusted_keys(self) -> Mapping[str, str]:
        return await self._keys.get()


@dataclass(frozen=True, slots=True)
class TicketClaims:
    """What a ticket's code says."""

    ticket_id: str
    showtime_id: str
    seat_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class SignedCode:
    """A code that can be read, and whose signature has not been verified yet."""

    key_id: str
    payload: bytes
    signature: bytes
    claims: TicketClaims

    @classmethod
    def parse(cls, code: str) -> "SignedCode":
        """Read a code. Raises NotATicket when it is none."""
        if len(code) > _LONGEST_CODE:
            raise NotATicket
        try:
            payload, signature = map(_bytes, code.split("."))
            fields: dict[str, Any] = json.loads(payload)
            starts_at = datetime.fromtimestamp(fields["b"], UTC)
            claims = TicketClaims(fields["t"], fields["s"], fields["p"], starts_at)
            key_id = fields["k"]
        except _UNREADABLE:
            raise NotATicket from None
        if not isinstance(key_id, str):
            raise NotATicket
        return cls(key_id, payload, signature, claims)

    def verified_by(self, pem: str | None) -> TicketClaims:
        """Return the claims, which the public key `pem` has signed.

        Raises KeyNotTrusted when there is no such key, and ForgedTicket for another signature.
        """
        if pem is None:
            raise KeyNotTrusted
        try:
            public_key(pem).verify(self.signature, self.payload)
        except InvalidSignature:
            raise ForgedTicket from None
        return self.claims


def verify_offline(code: str, keys: Mapping[str, str]) -> TicketClaims:
    """Return what `code` says, once one of `keys` (PEM by key id) has verified its signature.

    Raises NotATicket, KeyNotTrusted or ForgedTicket.
    """
    signed = SignedCode.parse(code)
    return signed.verified_by(keys.get(signed.key_id))


@lru_cache(maxsize=16)
def public_key(pem: str) -> Ed25519PublicKey:
    """Return the key in `pem`. Raises TypeError or ValueError when it holds no Ed25519 key."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("tickets are signed with Ed25519 keys")
    return key


@lru_cache(maxsize=4)
def _private_key(pem: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("tickets are signed with Ed25519 keys")
    return key


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(part: str) -> bytes:
    data = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    # Base64 has several spellings of the same bytes; a code has one.
    if _base64(data) != part:
        raise ValueError("not as it was signed")
    return data
