"""Who may send operations to a subgraph: its router, by a secret, and services, by a token."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping

import structlog

from shared.errors import AccessDenied
from shared.secrets.rotating import RotatingSecret
from shared.secrets.vault import VaultAccessError

log = structlog.get_logger(__name__)

ROUTER_SECRET = "x-router-secret"
"""The header with which a router proves itself. Routers take it from no client."""

VerifyToken = Callable[[str], Awaitable[object]]
"""Raises AccessDenied for a service token that opens nothing here."""


class UnknownCaller(AccessDenied):
    """The caller is neither the router nor a service with a token for this subgraph."""

    code = "UNKNOWN_CALLER"

    def __init__(self) -> None:
        super().__init__("Send operations to the router. This service answers nobody else.")


class KnownCallers:
    """Knows a subgraph's router, and the services that hold tokens for it."""

    def __init__(self, secrets: RotatingSecret, verify_token: VerifyToken | None = None) -> None:
        """`secrets` has the SHA-256, in hex, of each secret that is accepted.

        Without `verify_token` the router is the only caller.
        """
        self._secrets = secrets
        self._verify_token = verify_token

    async def read(self) -> None:
        """Read the secrets. Raises what `RotatingSecret.refresh` raises."""
        await self._secrets.refresh()

    async def read_again(self) -> None:
        """Read the secrets before they are too old, so that `check` never waits for Vault.

        What was read before is kept when Vault refuses: nobody shuts a service out by a mistake
        there. Raises Unavailable.
        """
        try:
            await self._secrets.refresh()
        except VaultAccessError as refusal:
            log.error("router_secrets_refused", reason=str(refusal))

    async def check(self, headers: Mapping[str, str]) -> None:
        """Return when the headers of a request prove its caller.

        Raises UnknownCaller, and Unavailable while Vault alone could tell: a secret or a key may
        have been rotated in a moment ago.
        """
        secret = headers.get(ROUTER_SECRET)
        if secret is not None:
            await self._check_secret(secret)
            return
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if self._verify_token is None or scheme.lower() != "bearer":
            raise UnknownCaller
        try:
            await self._verify_token(token.strip())
        except AccessDenied:
            raise UnknownCaller from None

    async def _check_secret(self, secret: str) -> None:
        offered = hashlib.sha256(secret.encode()).hexdigest()
        if _is_among(offered, (await self._secrets.get()).values()):
            return
        if not _is_among(offered, (await self._secrets.look_again()).values()):
            raise UnknownCaller


def _is_among(offered: str, accepted: Iterable[str]) -> bool:
    """Compare in a time that tells nothing about the accepted ones."""
    return any(hmac.compare_digest(offered, each) for each in accepted)
