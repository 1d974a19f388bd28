"""Time-based one-time passwords (RFC 6238); a key from Vault encrypts their secrets."""

import hmac
from datetime import datetime

from cryptography.fernet import Fernet
from pyotp import random_base32
from pyotp.totp import TOTP

_STEP_SECONDS = 30
_ISSUER = "Marquee"
# A code is accepted one step early or late: clocks of phones differ, and typing takes time.
_TOLERATED_STEPS = (0, -1, 1)


class SealedTotp:
    """Adapter of the port TotpCodes."""

    def __init__(self, fernet_key: str) -> None:
        self._fernet = Fernet(fernet_key)

    def new_secret(self) -> str:
        return self._fernet.encrypt(random_base32().encode()).decode()

    def uri(self, sealed_secret: str, email: str) -> str:
        return self._open(sealed_secret).provisioning_uri(name=email, issuer_name=_ISSUER)

    def matching_step(self, sealed_secret: str, code: str, now: datetime) -> int | None:
        totp = self._open(sealed_secret)
        current = int(now.timestamp()) // _STEP_SECONDS
        for step in (current + offset for offset in _TOLERATED_STEPS):
            if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
                return step
        return None

    def _open(self, sealed_secret: str) -> TOTP:
        return TOTP(self._fernet.decrypt(sealed_secret.encode()).decode())
