"""New accounts, and the verification of their e-mail addresses."""

from shared.auth.sessions import token_hash
from shared.auth.viewer import Role
from shared.clock import Clock
from shared.errors import Unauthenticated
from shared.ids import IdSource
from subgraphs.account.domain.accounts import Account, Profile, email_key
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.credentials import TokenPurpose
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import EmailTaken, InvalidToken
from subgraphs.account.events import AccountRegistered
from subgraphs.account.ports import Passwords, Records, Store, Throttle
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.credentials import refuse_guessable

_CUSTOMER = frozenset({Role.CUSTOMER})


class Registration:
    """Opens accounts and verifies their addresses."""

    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        throttle: Throttle,
        rules: Throttles,
        audit_log: AuditLog,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._throttle = throttle
        self._rules = rules
        self._audit_log = audit_log
        self._clock = clock
        self._ids = ids

    async def register(
        self,
        email: str,
        password: str,
        profile: Profile,
        device: Device,
        roles: frozenset[Role] = _CUSTOMER,
    ) -> Account:
        """Open an account and mail its verification.

        Raises InvalidInput for a guessable password, EmailTaken or PhoneTaken when another account
        has the address or number, and TooManyAttempts.
        """
        refuse_guessable(password, email, profile, "password")
        if device.ip_address:
            await self._throttle.count_call(
                self._rules.registrations_from_address, device.ip_address
            )
        # Checked before the slow hash; the unique index decides between two at the same moment.
        if await self._store.accounts.by_email(email):
            raise EmailTaken
        now = self._clock.now()
        account = Account(
            id=self._ids.new("acc"),
            email=email,
            email_verified=False,
            password_hash=await self._passwords.hash(password),
            profile=profile,
            roles=roles,
            totp_enabled=False,
            security_version=1,
            created_at=now,
            updated_at=now,
        )

        async def open_account(records: Records) -> None:
            await records.accounts.add(account)
            await records.mails.add(MailKind.VERIFY_EMAIL, account.email)
            await records.emit(AccountRegistered(account.id))
            actor = Actor(None, device)
            await self._audit_log.record(records, AuditAction.REGISTERED, actor, account.id)

        await self._store.atomically(open_account)
        return account

    async def verify_email(self, token: str, device: Device) -> Account:
        """Mark the address as the owner's: `token` was mailed to it. Raises InvalidToken."""
        hash = token_hash(token)

        async def verify(records: Records) -> Account:
            now = self._clock.now()
            found = await records.tokens.find(hash, TokenPurpose.VERIFY_EMAIL, now)
            account = found and await records.accounts.set_email_verified(found.account_id, now)
            if not account:
                raise InvalidToken
            await records.tokens.remove_all(account.id, TokenPurpose.VERIFY_EMAIL)
            actor = Actor(account.id, device)
            await self._audit_log.record(records, AuditAction.EMAIL_VERIFIED, actor, account.id)
            return account

        return await self._store.atomically(verify)

    async def send_verification_again(self, account_id: str) -> None:
        """Send the mail again, unless the address is verified. Raises TooManyAttempts."""
        account = await self._store.accounts.by_id(account_id)
        if account is None:
            raise Unauthenticated
        await self._throttle.count_call(self._rules.mails_to_address, email_key(account.email))
        if not account.email_verified:
            await self._store.mails.add(MailKind.VERIFY_EMAIL, account.email)
