"""The records, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.auth.viewer import Role
from shared.errors import VersionConflict
from shared.messaging.event import Event
from shared.pagination import Page, PageRequest, counted, make_page
from subgraphs.account.domain.accounts import Account, email_key
from subgraphs.account.domain.audit import AuditAction, AuditEntry
from subgraphs.account.domain.credentials import MailedToken, TokenPurpose, TwoFactor
from subgraphs.account.domain.mails import Mail, MailKind
from subgraphs.account.domain.searching import search_text, search_words
from subgraphs.account.domain.sessions import Session
from subgraphs.account.errors import EmailTaken, PhoneTaken
from tests.unit.account.fakes.time import ManualClock


@dataclass
class State:
    """Everything that the fake store holds."""

    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    sessions: dict[str, Session] = field(default_factory=dict[str, Session])
    revoked: set[str] = field(default_factory=set[str])
    tokens: dict[str, MailedToken] = field(default_factory=dict[str, MailedToken])
    two_factors: dict[str, TwoFactor] = field(default_factory=dict[str, TwoFactor])
    mails: dict[str, Mail] = field(default_factory=dict[str, Mail])
    audit: list[AuditEntry] = field(default_factory=list[AuditEntry])
    events: list[Event] = field(default_factory=list[Event])


class MemoryAccounts:
    def __init__(self, state: State) -> None:
        self._state = state

    async def add(self, account: Account) -> None:
        for other in self._state.accounts.values():
            if email_key(other.email) == email_key(account.email):
                raise EmailTaken
            if account.profile.phone and other.profile.phone == account.profile.phone:
                raise PhoneTaken
        self._state.accounts[account.id] = account

    async def by_email(self, email: str) -> Account | None:
        found = (
            account
            for account in self._state.accounts.values()
            if email_key(account.email) == email_key(email)
        )
        return next(found, None)

    async def by_id(self, id: str) -> Account | None:
        return self._state.accounts.get(id)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        return {id: self._state.accounts[id] for id in ids if id in self._state.accounts}

    async def search(self, text: str | None, role: Role | None, page: PageRequest) -> Page[Account]:
        found = [
            account
            for account in self._state.accounts.values()
            if all(
                word in search_text(account.email, account.profile)
                for word in search_words(text or "")
            )
            and (not role or role in account.roles)
        ]
        return make_page(found, page, sort_key=lambda each: (each.id,), count=counted(len(found)))

    async def update_profile(
        self, id: str, changes: Mapping[str, Any], now: datetime
    ) -> Account | None:
        phone = changes.get("phone")
        for other in self._state.accounts.values():
            if phone and other.id != id and other.profile.phone == phone:
                raise PhoneTaken
        account = self._state.accounts.get(id)
        if account is None:
            return None
        return self._put(replace(account, profile=replace(account.profile, **changes)))

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> Account | None:
        return self._secure(id, roles=roles)

    async def set_password(self, id: str, hash: str, now: datetime) -> Account | None:
        return self._secure(id, password_hash=hash)

    async def rehash_password(self, id: str, old_hash: str, hash: str) -> None:
        account = self._state.accounts.get(id)
        if account and account.password_hash == old_hash:
            self._put(replace(account, password_hash=hash))

    async def set_email_verified(self, id: str, now: datetime) -> Account | None:
        account = self._state.accounts.get(id)
        return self._put(replace(account, email_verified=True)) if account else None

    async def set_totp_enabled(self, id: str, enabled: bool, now: datetime) -> Account | None:
        return self._secure(id, totp_enabled=enabled)

    async def remove(self, id: str) -> None:
        self._state.accounts.pop(id, None)

    async def other_administrator_exists(self, id: str) -> bool:
        return any(
            Role.ADMIN in account.roles
            for account in self._state.accounts.values()
            if account.id != id
        )

    def _secure(self, id: str, **changes: Any) -> Account | None:
        account = self._state.accounts.get(id)
        if account is None:
            return None
        version = account.security_version + 1
        return self._put(replace(account, security_version=version, **changes))

    def _put(self, account: Account) -> Account:
        self._state.accounts[account.id] = account
        return account


class MemorySessions:
    def __init__(self, state: State) -> None:
        self._state = state

    async def open(self, session: Session, security_version: int) -> None:
        account = self._state.accounts.get(session.account_id)
        if account is None or account.security_version != security_version:
            raise VersionConflict
        self._state.sessions[session.id] = session

    async def of_account(self, account_id: str) -> list[Session]:
        return [
            session
            for _, session in sorted(self._state.sessions.items(), reverse=True)
            if session.account_id == account_id
        ]

    async def by_id(self, id: str) -> Session | None:
        return self._state.sessions.get(id)

    async def revoke(self, sessions: Sequence[Session]) -> None:
        for session in sessions:
            if self._state.sessions.pop(session.id, None):
                self._state.revoked.add(session.token_hash)

    async def revoked(self, limit: int) -> list[str]:
        return sorted(self._state.revoked)[:limit]

    async def forget_revoked(self, hashes: Sequence[str]) -> None:
        self._state.revoked.difference_update(hashes)

    async def delete(self, token_hash: str) -> None:
        for session in list(self._state.sessions.values()):
            if session.token_hash == token_hash:
                del self._state.sessions[session.id]

    async def expiring_before(
        self, moment: datetime | None, after_id: str | None, limit: int
    ) -> list[Session]:
        found = [
            session
            for id, session in sorted(self._state.sessions.items())
            if (moment is None or session.expires_at <= moment)
            and (after_id is None or id > after_id)
        ]
        return found[:limit]

    async def postpone_expiry(self, session_id: str, expires_at: datetime) -> None:
        session = self._state.sessions[session_id]
        self._state.sessions[session_id] = replace(session, expires_at=expires_at)


class MemoryTokens:
    def __init__(self, state: State) -> None:
        self._state = state

    async def add(self, token: MailedToken) -> None:
        self._state.tokens[token.token_hash] = token

    async def find(
        self, token_hash: str, purpose: TokenPurpose, now: datetime
    ) -> MailedToken | None:
        token = self._state.tokens.get(token_hash)
        good = token and token.purpose is purpose and token.expires_at > now
        return token if good else None

    async def remove_all(self, account_id: str, purpose: TokenPurpose | None = None) -> None:
        for hash, token in list(self._state.tokens.items()):
            if token.account_id == account_id and purpose in (None, token.purpose):
                del self._state.tokens[hash]


class MemoryTwoFactors:
    def __init__(self, state: State) -> None:
        self._state = state

    async def get(self, account_id: str) -> TwoFactor | None:
        return self._state.two_factors.get(account_id)

    async def put(self, factor: TwoFactor) -> None:
        self._state.two_factors[factor.account_id] = factor

    async def use_step(self, account_id: str, step: int) -> bool:
        factor = self._state.two_factors[account_id]
        if factor.last_step >= step:
            return False
        self._state.two_factors[account_id] = replace(factor, last_step=step)
        return True

    async def use_recovery_code(self, account_id: str, hash: str) -> bool:
        factor = self._state.two_factors[account_id]
        if hash not in factor.recovery_hashes:
            return False
        left = factor.recovery_hashes - {hash}
        self._state.two_factors[account_id] = replace(factor, recovery_hashes=left)
        return True

    async def remove(self, account_id: str) -> None:
        self._state.two_factors.pop(account_id, None)


class MemoryMails:
    def __init__(self, state: State, clock: ManualClock) -> None:
        self._state = state
        self._clock = clock

    async def add(self, kind: MailKind, address: str) -> None:
        id = f"mail_{len(self._state.mails)}"
        self._state.mails[id] = Mail(id, kind, address, self._clock.now(), 0)

    async def claim(self, now: datetime, until: datetime) -> Mail | None:
        for mail in sorted(self._state.mails.values(), key=lambda each: each.due_at):
            if mail.due_at <= now:
                claimed = replace(mail, due_at=until, attempts=mail.attempts + 1)
                self._state.mails[mail.id] = claimed
                return claimed
        return None

    async def renew(self, mail: Mail, until: datetime) -> bool:
        if self._state.mails.get(mail.id) != mail:
            return False
        self._state.mails[mail.id] = replace(mail, due_at=until)
        return True

    async def postpone(self, mail: Mail, due_at: datetime) -> None:
        self._state.mails[mail.id] = replace(mail, due_at=due_at)

    async def remove(self, mail: Mail) -> None:
        self._state.mails.pop(mail.id, None)

    async def remove_to(self, address: str) -> None:
        for id, mail in list(self._state.mails.items()):
            if mail.address == address:
                del self._state.mails[id]


class MemoryAudit:
    def __init__(self, state: State) -> None:
        self._state = state

    async def add(self, entry: AuditEntry) -> None:
        self._state.audit.append(entry)

    async def search(
        self, subject_id: str | None, action: AuditAction | None, page: PageRequest
    ) -> Page[AuditEntry]:
        raise NotImplementedError("MongoDB pages the log; tests/stack covers it.")

    async def of_subject(self, account_id: str) -> list[AuditEntry]:
        return [entry for entry in self._state.audit if entry.subject_id == account_id]

    async def anonymise(self, account_id: str) -> None:
        for number, entry in enumerate(self._state.audit):
            own = entry.actor.account_id in (None, account_id) and entry.subject_id == account_id
            if own or entry.actor.account_id == account_id:
                device = replace(entry.actor.device, user_agent=None, ip_address=None)
                actor = replace(entry.actor, device=device)
                self._state.audit[number] = replace(entry, actor=actor)
