"""What is kept: the adapter is in store/."""

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
    """The accounts. What changes one gives it back as it is then, or None if there is none."""

    async def add(self, account: Account) -> None:
        """Keep a new account; EmailTaken or PhoneTaken when another has the address or number."""
        ...

    async def by_email(self, email: str) -> Account | None:
        """The account with this address, in any spelling of case."""
        ...

    async def by_id(self, id: str) -> Account | None: ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        """The accounts that exist of `ids`, by id."""
        ...

    async def search(self, text: str | None, role: Role | None, page: PageRequest) -> Page[Account]:
        """Accounts by a part of name, address or phone, and by role; the oldest first."""
        ...

    async def update_profile(
        self, id: str, changes: Mapping[str, Any], now: datetime
    ) -> Account | None:
        """Change the fields of Profile that `changes` names; PhoneTaken like `add`."""
        ...

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> Account | None:
        """Set the roles; the security version rises."""
        ...

    async def set_password(self, id: str, hash: str, now: datetime) -> Account | None:
        """Set the password's hash; the security version rises."""
        ...

    async def rehash_password(self, id: str, old_hash: str, hash: str) -> None:
        """The same password under newer parameters, unless it has been changed meanwhile."""
        ...

    async def set_email_verified(self, id: str, now: datetime) -> Account | None: ...

    async def set_totp_enabled(self, id: str, enabled: bool, now: datetime) -> Account | None: ...

    async def remove(self, id: str) -> None: ...

    async def other_administrator_exists(self, id: str) -> bool:
        """Whether an account other than `id` is ADMIN.

        Units that ask this run one after another, so that two administrators who step back at
        the same moment cannot each count on the other.
        """
        ...


class SessionRecords(Protocol):
    """The lasting record of sessions, and the revocations that are yet to reach Redis."""

    async def open(self, session: Session, security_version: int) -> None:
        """Record a session; VersionConflict when the account is past `security_version`."""
        ...

    async def of_account(self, account_id: str) -> list[Session]:
        """Every recorded session of the account, the newest first."""
        ...

    async def by_id(self, id: str) -> Session | None: ...

    async def revoke(self, sessions: Sequence[Session]) -> None:
        """Delete the records, and leave a revocation for each until its key is gone from Redis."""
        ...

    async def revoked(self, limit: int) -> list[str]:
        """Token hashes of sessions that were revoked and may still live in Redis."""
        ...

    async def forget_revoked(self, hashes: Sequence[str]) -> None:
        """Their keys are gone from Redis."""
        ...

    async def delete(self, token_hash: str) -> None:
        """Forget a session; one that is unknown is no error."""
        ...

    async def past(
        self, moment: datetime | None, after_id: str | None, limit: int
    ) -> list[Session]:
        """Up to `limit` sessions by id, behind `after_id`, that were to end before `moment`
        (any, when it is None)."""
        ...

    async def postpone_expiry(self, session_id: str, expires_at: datetime) -> None:
        """Record that a session was used since it was last written."""
        ...


class TokenRecords(Protocol):
    """The mailed tokens that are still good."""

    async def add(self, token: MailedToken) -> None: ...

    async def find(
        self, token_hash: str, purpose: TokenPurpose, now: datetime
    ) -> MailedToken | None:
        """The token, unless it is unknown, was used, is for something else, or too old."""
        ...

    async def remove_all(self, account_id: str, purpose: TokenPurpose | None = None) -> None:
        """None of the account's tokens (for `purpose`) is good any more."""
        ...


class TwoFactorRecords(Protocol):
    """The second factors."""

    async def get(self, account_id: str) -> TwoFactor | None: ...

    async def put(self, factor: TwoFactor) -> None: ...

    async def use_step(self, account_id: str, step: int) -> bool:
        """Mark the step as used; False when it, or a later one, was."""
        ...

    async def use_recovery_code(self, account_id: str, hash: str) -> bool:
        """Strike the code out; False when there is no such code (any more)."""
        ...

    async def remove(self, account_id: str) -> None: ...


class MailRecords(Protocol):
    """The mails that are to go out."""

    async def add(self, kind: MailKind, address: str) -> None: ...

    async def claim(self, now: datetime, until: datetime) -> Mail | None:
        """The mail that is due the longest, for this caller alone until the moment `until`."""
        ...

    async def postpone(self, mail: Mail, due_at: datetime) -> None:
        """An attempt failed."""
        ...

    async def remove(self, mail: Mail) -> None:
        """It is sent, or nobody is to have it."""
        ...

    async def remove_to(self, address: str) -> None:
        """Send this address nothing of what is waiting."""
        ...


class AuditRecords(Protocol):
    """What happened; entries are never changed, except to forget a person who left."""

    async def add(self, entry: AuditEntry) -> None: ...

    async def search(
        self, subject_id: str | None, action: AuditAction | None, page: PageRequest
    ) -> Page[AuditEntry]:
        """The newest first."""
        ...

    async def of_subject(self, account_id: str) -> list[AuditEntry]: ...

    async def anonymise(self, account_id: str) -> None:
        """Drop the addresses and devices that the account was used from."""
        ...


class Records(Protocol):
    """All records; those of one unit of work are written together or not at all."""

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
        """Publish `event` once the unit of work is done."""
        ...


class Store(Records, Protocol):
    """The records, each operation for itself, or several in one unit of work."""

    async def atomically(self, work: Callable[[Records], Awaitable[Result]]) -> Result:
        """Run `work`: all that it writes happens, or nothing when it raises.

        It may run more than once, so it has no effect but on the records it is given.
        """
        ...
