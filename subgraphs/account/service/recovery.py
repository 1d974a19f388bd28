"""Replacing a forgotten password, by a token that is mailed to the account."""

from shared.auth.sessions import token_hash
from shared.clock import Clock
from subgraphs.account.domain.accounts import Account, email_key
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.credentials import TokenPurpose
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import InvalidToken, TooManyAttempts
from subgraphs.account.ports import Passwords, Records, Store, Throttle
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.credentials import Credentials, refuse_guessable
from subgraphs.account.service.sessions import Sessions


class Recovery:
    """Password resets."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        credentials: Credentials,
        passwords: Passwords,
        throttle: Throttle,
        rules: Throttles,
        audit_log: AuditLog,
        clock: Clock,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._credentials = credentials
        self._passwords = passwords
        self._throttle = throttle
        self._rules = rules
        self._audit_log = audit_log
        self._clock = clock

    async def request(self, email: str, device: Device) -> None:
        """Send a mail if an account has this address.

        The worker that sends mails looks the account up. So this call takes the same steps for a
        known and for an unknown address. Raises TooManyAttempts for the caller's IP address only:
        a refusal for the account's address would reveal that the account exists.
        """
        if device.ip_address:
            await self._throttle.count_call(self._rules.resets_from_address, device.ip_address)
        try:
            await self._throttle.count_call(self._rules.mails_to_address, email_key(email))
        except TooManyAttempts:
            return
        await self._store.mails.add(MailKind.RESET_PASSWORD, email)

    async def reset(self, token: str, new_password: str, device: Device) -> Account:
        """Set a new password and end every session.

        Raises InvalidToken, and InvalidInput for a guessable password: then the token still works.
        """
        hash = token_hash(token)
        # Checked before the slow hash, so that a made-up token costs no hash.
        owner = await self._store.accounts.by_id(await self._owner_of(hash, self._store))
        if owner is None:
            raise InvalidToken
        refuse_guessable(new_password, owner.email, owner.profile, "newPassword")
        password_hash = await self._passwords.hash(new_password)

        async def change(records: Records) -> tuple[Account, list[str]]:
            account_id = await self._owner_of(hash, records)
            now = self._clock.now()
            await records.accounts.set_email_verified(account_id, now)
            account = await records.accounts.set_password(account_id, password_hash, now)
            if account is None:
                raise InvalidToken
            await records.tokens.remove_all(account_id)
            await records.mails.add(MailKind.PASSWORD_CHANGED, account.email)
            actor = Actor(None, device)
            await self._audit_log.record(records, AuditAction.PASSWORD_RESET, actor, account_id)
            return account, await self._sessions.end_all(records, account_id)

        account, ended = await self._store.atomically(change)
        await self._sessions.finish(ended)
        await self._credentials.clear_attempts(account)
        return account

    async def _owner_of(self, hash: str, records: Records) -> str:
        now = self._clock.now()
        token = await records.tokens.find(hash, TokenPurpose.RESET_PASSWORD, now)
        if token is None:
            raise InvalidToken
        return token.account_id
