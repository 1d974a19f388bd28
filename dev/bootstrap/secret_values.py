"""Generates the secrets of every service at random."""

import base64
import secrets
from collections.abc import Callable, Mapping
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


KEY_PAIRS = {
    "booking/service-key": "public/booking-service-keys",
    "booking/ticket-key": "public/ticket-keys",
}
"""The path of each key's private half, and the path of its public half."""

SINGLE: Mapping[str, Callable[[], Secret]] = {
    **{f"{name}/mongo": lambda name=name: mongo_user(name) for name in SUBGRAPHS},
    "account/totp-key": lambda: {"key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()},
    "payment/provider": lambda: {
        "api_key": secrets.token_urlsafe(32),
        "webhook_secret": secrets.token_urlsafe(32),
    },
}
"""A generator for each of the other secrets, by its path."""
