"""Generates the secrets of every service at random."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dev.addresses import SUBGRAPHS

Secret = Mapping[str, str]


def mongo_user(name: str) -> Secret:
    """Return the credentials of a service's own user in its own database."""
    return {"username": name, "password": secrets.token_urlsafe(32), "database": name}


def key_pair() -> tuple[Secret, Secret]:
    """Generate an Ed25519 key: `{kid, private_key}` to sign, `{kid: public key}` to verify."""
    kid = uuid4().hex[:12]
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"kid": kid, "private_key": private.decode()}, {kid: public.decode()}


def router_secret() -> tuple[Secret, Secret]:
    """Generate what a router sends, `{kid, secret}`, and `{kid: SHA-256}` to know it by."""
    kid, secret = uuid4().hex[:12], secrets.token_urlsafe(32)
    return {"kid": kid, "secret": secret}, {kid: hashlib.sha256(secret.encode()).hexdigest()}


@dataclass(frozen=True, slots=True)
class Rotated:
    """A secret that operators rotate, in two halves.

    `make` returns a new one: what its owner uses, stored at `used`, and what others accept it by.
    At `accepted` are the latter of every generation that is not retired, by their `kid`.
    """

    used: str
    accepted: str
    make: Callable[[], tuple[Secret, Secret]]


ROTATED: Mapping[str, Rotated] = {
    "service-key": Rotated("booking/service-key", "public/booking-service-keys", key_pair),
    "ticket-key": Rotated("booking/ticket-key", "public/ticket-keys", key_pair),
    **{
        f"{name}-router-secret": Rotated(f"router/{name}", f"{name}/router-secrets", router_secret)
        for name in SUBGRAPHS
    },
}
"""The secrets that are rotated, by their names for operators."""

SINGLE: Mapping[str, Callable[[], Secret]] = {
    **{f"{name}/mongo": lambda name=name: mongo_user(name) for name in SUBGRAPHS},
    "account/totp-key": lambda: {"key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()},
    "payment/provider": lambda: {
        "api_key": secrets.token_urlsafe(32),
        "webhook_secret": secrets.token_urlsafe(32),
    },
}
"""A generator for each of the other secrets, by its path."""
