"""A subgraph's known callers, with secrets and tokens of a test's own."""

import hashlib
from datetime import timedelta

from shared.auth.callers import ROUTER_SECRET, KnownCallers
from shared.errors import Unauthenticated, Unavailable
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, RotatingSecret
from tests.unit.shared.secrets.fake_vault import FakeVault, SetClock

CURRENT, PREVIOUS, NEXT = "current secret", "previous secret", "next secret"
OF_THE_ROUTER = {ROUTER_SECRET: CURRENT}
OF_AN_UNKNOWN_KEY = "token"
"""A service token whose key Vault alone could know, while Vault is away."""
MAX_AGE = timedelta(seconds=10)


def accepted(*secrets: str) -> dict[str, str]:
    """Return what a subgraph has in Vault of these secrets."""
    return {
        f"kid-{number}": hashlib.sha256(secret.encode()).hexdigest()
        for number, secret in enumerate(secrets)
    }


class Workbench:
    """Known callers, with the Vault and the clock that they see."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.vault = FakeVault("things/router-secrets", accepted(CURRENT, PREVIOUS))
        self.secrets = RotatingSecret(
            self.vault.as_vault(),
            self.vault.path,
            clock=self.clock,
            max_age=MAX_AGE,
            good_for=OWN_KEY_GOOD_FOR,
        )
        self.callers = KnownCallers(self.secrets, self._verify)
        self.router_only = KnownCallers(self.secrets)

    async def _verify(self, token: str) -> None:
        if token == OF_AN_UNKNOWN_KEY:
            raise Unavailable("vault")
        if token != "valid":
            raise Unauthenticated
