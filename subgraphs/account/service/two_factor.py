"""Second factors: codes of an authenticator app, and recovery codes for when it is lost."""

import base64
import hashlib
import secrets
from dataclasses import replace

from shared.auth.viewer import Viewer
from shared.clock import Clock
from shared.errors import Unauthenticated
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.codes import normal_code
from subgraphs.account.domain.credentials import TwoFactor
from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import InvalidCode, TotpAlreadyEnabled, TotpNotEnabled
from subgraphs.account.ports import Records, Store, Throttle, TotpCodes
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.credentials import Credentials

_RECOVERY_CODES = 10
# 80 random bits cannot be guessed, so a fast hash is enough.
_RECOVERY_BYTES = 10


class TwoFactors:
    """Enrols, uses and disables second factors."""

    def __init__(
        self,
        store: Store,
        credentials: Credentials,
        codes: TotpCodes,
        throttle: Throttle,
        rules: Throttles,
        audit_log: AuditLog,
        clock: Clock,
    ) -> None:
        self._store = store
        self._credentials = credentials
        self._codes = codes
        self._throttle = throttle
        self._rules = rules
        self._audit_log = audit_log
        self._clock = clock

    async def begin_enrolment(self, viewer: Viewer, password: str, device: Device) -> str:
        """Return a new secret as an `otpauth://` address; it is used once it is confirmed.

        Raises InvalidCredentials, TooManyAttempts and TotpAlreadyEnabled.
        """
        account = await self._check_password(viewer, password, device)
        if account.totp_enabled:
            raise TotpAlreadyEnabled
        sealed = self._codes.new_secret()
        factor = TwoFactor(account.id, sealed, False, 0, frozenset())
        await self._store.two_factors.put(factor)
        return self._codes.uri(sealed, account.email)

    async def confirm_enrolment(self, viewer: Viewer, code: str, device: Device) -> list[str]:
        """Turn the second factor on; return the recovery codes, of which only hashes are stored.

        Raises InvalidCode, TooManyAttempts and TotpNotEnabled.
        """
        await self._throttle.count_attempt((self._rules.code_of_account, viewer.account_id))
        recovery_codes = [_recovery_code() for _ in range(_RECOVERY_CODES)]

        async def confirm(records: Records) -> None:
            factor = await records.two_factors.get(viewer.account_id)
            if factor is None or factor.confirmed:
                raise TotpNotEnabled
            now = self._clock.now()
            step = self._codes.matching_step(factor.sealed_secret, code, now)
            if step is None:
                raise InvalidCode
            hashes = frozenset(map(_hash, recovery_codes))
            await records.two_factors.put(
                replace(factor, confirmed=True, last_step=step, recovery_hashes=hashes)
            )
            if await records.accounts.set_totp_enabled(viewer.account_id, True, now) is None:
                raise Unauthenticated
            actor = Actor(viewer.account_id, device)
            await self._audit_log.record(
                records, AuditAction.TOTP_ENABLED, actor, viewer.account_id
            )

        await self._store.atomically(confirm)
        await self._throttle.clear_attempts(self._rules.code_of_account, viewer.account_id)
        return recovery_codes

    async def disable(self, viewer: Viewer, password: str, code: str, device: Device) -> Account:
        """Turn the second factor off, by password and code.

        Raises InvalidCredentials, InvalidCode, TooManyAttempts and TotpNotEnabled.
        """
        account = await self._check_password(viewer, password, device)
        if not account.totp_enabled:
            raise TotpNotEnabled
        if not await self.use_code(account, code, device):
            raise InvalidCode

        async def remove(records: Records) -> Account:
            await records.two_factors.remove(account.id)
            now = self._clock.now()
            changed = await records.accounts.set_totp_enabled(account.id, False, now)
            if changed is None:
                raise Unauthenticated
            actor = Actor(viewer.account_id, device)
            await self._audit_log.record(records, AuditAction.TOTP_DISABLED, actor, account.id)
            return changed

        return await self._store.atomically(remove)

    async def use_code(self, account: Account, code: str, device: Device) -> bool:
        """Tell whether the normal code is right, and use it up. It is the app's or a recovery code.

        Raises TooManyAttempts.
        """
        await self._throttle.count_attempt((self._rules.code_of_account, account.id))
        factor = await self._store.two_factors.get(account.id)
        if factor is None or not factor.confirmed:
            return False
        accepted = await self._use(factor, code, device)
        if accepted:
            await self._throttle.clear_attempts(self._rules.code_of_account, account.id)
        return accepted

    async def _use(self, factor: TwoFactor, code: str, device: Device) -> bool:
        step = self._codes.matching_step(factor.sealed_secret, code, self._clock.now())
        if step is not None:
            return await self._store.two_factors.use_step(factor.account_id, step)

        async def use_recovery_code(records: Records) -> bool:
            if not await records.two_factors.use_recovery_code(factor.account_id, _hash(code)):
                return False
            actor = Actor(factor.account_id, device)
            await self._audit_log.record(
                records, AuditAction.RECOVERY_CODE_USED, actor, factor.account_id
            )
            return True

        return await self._store.atomically(use_recovery_code)

    async def _check_password(self, viewer: Viewer, password: str, device: Device) -> Account:
        account = await self._store.accounts.by_id(viewer.account_id)
        if account is None:
            raise Unauthenticated
        return await self._credentials.check(account.email, password, device)


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash(recovery_code: str) -> str:
    return hashlib.sha256(normal_code(recovery_code).encode()).hexdigest()
