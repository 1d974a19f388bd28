"""The stored records, and the unit of work that writes several of them together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.auth.viewer import Role
from shared.messaging.event import Event
from shared.pagination import Page, PageRequest
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import AuditAction, AuditEntry
from subgraphs.account.domain.credentials import MailedToken, TokenPurpose, TwoFactor
from subgraphs.account.domain.mails import Mail, MailKind
from subgraphs.account.domain.sessions import Session

Result = TypeVar("Result")


class AccountRecords(Protocol):
    """The accounts.

    The methods that change one return it after the change, or None when it does not exist.
    """

    async def add(self, account: Account) -> None:
        """Store a new account.

        Raises EmailTaken or PhoneTaken when another account has the address or number.
        """
        ...

    async def by_email(self, email: str) -> Account | None:
        """Return the account with this address, without regard to case."""
        ...

    async def by_id(self, id: str) -> Account | None: ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        """Return those of the accounts that exist, by id."""
        ...

    async def search(self, text: str | None, role: Role | None, page: PageRequest) -> Page[Account]:
        """Return the accounts that a search for `text` finds, by role; the oldest first."""
        ...

    async def update_profile(
        self, id: str, changes: Mapping[str, Any], now: datetime
    ) -> Account | None:
        """Change the fields of Profile that `changes` names. Raises PhoneTaken like `add`."""
        ...

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> Account | None:
        """Set the roles and raise the security version."""
        ...

    async def set_password(self, id: str, hash: str, now: datetime) -> Account | None:
        """Set the password's hash and raise the security version."""
        ...

    async def rehash_password(self, id: str, old_hash: str, hash: str) -> None:
        """Replace `old_hash` by a newer hash of the same password, if it is still stored."""
        ...

    async def set_email_verified(self, id: str, now: datetime) -> Account | None: ...

    async def set_totp_enabled(self, id: str, enabled: bool, now: datetime) -> Account | None:
        """Turn two-factor login on or off and raise the security version."""
        ...

    async def remove(self, id: str) -> None: ...

    async def other_administrator_exists(self, id: str) -> bool:
        """Tell whether an account other than `id` is ADMIN.

        Units of work that ask this run one after another. Otherwise two administrators who step
        back at the same moment could each count on the other.
        """
        ...


class SessionRecords(Protocol):
    """The records of sessions, and the revocations that have not reached Redis yet."""

    async def open(self, session: Session, security_version: int) -> None:
        """Record a session.

        Raises VersionConflict unless the account still has this `security_version`.
        """
        ...

    async def of_account(self, account_id: str) -> list[Session]:
        """Return every recorded session of the account, the newest first."""
        ...

    async def by_id(self, id: str) -> Session | None: ...

    async def revoke(self, sessions: Sequence[Session]) -> None:
        """Replace each record by a revocation, which stays until Redis has dropped the session."""
        ...

    async def revoked(self, limit: int) -> list[str]:
        """Return token hashes of revoked sessions that may still be live in Redis."""
        ...

    async def forget_revoked(self, hashes: Sequence[str]) -> None:
        """Delete revocations whose sessions Redis has dropped."""
        ...

    async def delete(self, token_hash: str) -> None:
        """Delete a session's record; an unknown one is no error."""
        ...

    async def expiring_before(
        self, moment: datetime | None, after_id: str | None, limit: int
    ) -> list[Session]:
        """Return up to `limit` sessions with ids after `after_id`, in the order of their ids.

        They are to expire by `moment`; None means all sessions.
        """
        ...

    async def postpone_expiry(self, session_id: str, expires_at: datetime) -> None:
        """Record the later expiry of a session that was used."""
        ...


class TokenRecords(Protocol):
    """The mailed tokens that can still be used."""

    async def add(self, token: MailedToken) -> None: ...

    async def find(
        self, token_hash: str, purpose: TokenPurpose, now: datetime
    ) -> MailedToken | None:
        """Return the token; None when it is unknown, used, expired or for another purpose."""
        ...

    async def remove_all(self, account_id: str, purpose: TokenPurpose | None = None) -> None:
        """Remove the account's tokens, or only those for `purpose`."""
        ...


class TwoFactorRecords(Protocol):
    """The second factors, one for each account that has or enrols one."""

    async def get(self, account_id: str) -> TwoFactor | None: ...

    async def put(self, factor: TwoFactor) -> None: ...

    async def use_step(self, account_id: str, step: int) -> bool:
        """Mark the step as used; return False when it or a later one was used before."""
        ...

    async def use_recovery_code(self, account_id: str, hash: str) -> bool:
        """Remove the code; return False when the account has no such code."""
        ...

    async def remove(self, account_id: str) -> None: ...


class MailRecords(Protocol):
    """The mails that wait to be sent."""

    async def add(self, kind: MailKind, address: str) -> None: ...

    async def claim(self, now: datetime, until: datetime) -> Mail | None:
        """Return the mail that has been due the longest; no other caller gets it before `until`."""
        ...

    async def renew(self, mail: Mail, until: datetime) -> bool:
        """Extend the claim; return False when the mail was removed or its claim has passed on."""
        ...

    async def postpone(self, mail: Mail, due_at: datetime) -> None:
        """Make the mail due again at `due_at`, after a failed attempt."""
        ...

    async def remove(self, mail: Mail) -> None: ...

    async def remove_to(self, address: str) -> None:
        """Remove every waiting mail to this address."""
        ...


class AuditRecords(Protocol):
    """The audit log. Entries never change, except that `anonymise` removes devices."""

    async def add(self, entry: AuditEntry) -> None: ...

    async def search(
        self, subject_id: str | None, action: AuditAction | None, page: PageRequest
    ) -> Page[AuditEntry]:
        """Return entries by account and action, the newest first."""
        ...

    async def of_subject(self, account_id: str) -> list[AuditEntry]:
        """Return every entry about the account, the newest first."""
        ...

    async def anonymise(self, account_id: str) -> None:
        """Remove the browsers and addresses that the account was used from."""
        ...


class Records(Protocol):
    """All records. Those of one unit of work are written together or not at all."""

    @property
    def accounts(self) -> AccountRecords: ...
    @property
    def sessions(self) -> SessionRecords: ...
    @property
    def tokens(self) -> TokenRecords: ...
    @property
    def two_factors(self) -> TwoFactorRecords: ...
    @property
    def mails(self) -> MailRecords: ...
    @property
    def audit(self) -> AuditRecords: ...

    async def emit(self, event: Event) -> None:
        """Publish `event` once the unit of work is committed."""
        ...


class Store(Records, Protocol):
    """The records: each operation by itself, or several in one unit of work."""

    async def atomically(self, work: Callable[[Records], Awaitable[Result]]) -> Result:
        """Run `work`: everything it writes is committed, or nothing when it raises.

        It may run more than once, so it may have no effect except on the records it gets.
        """
        ...
