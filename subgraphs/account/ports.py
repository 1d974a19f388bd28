"""What the use cases need from outside; adapters are in store.py, passwords.py and shared/auth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from shared.auth.sessions import LiveSession
from shared.auth.viewer import Role
from subgraphs.account.domain import Account, Session


class AccountStore(Protocol):
    """Accounts and the lasting record of their sessions."""

    async def add(self, account: Account) -> None:
        """Keep a new account; EmailTaken or PhoneTaken when another has the address or number."""
        ...

    async def by_email(self, email: str) -> Account | None:
        """The account with this address, in any spelling of case."""
        ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        """The accounts that exist of `ids`, by id."""
        ...

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> list[str] | None:
        """Change the roles and drop the account's sessions; their token hashes, None if unknown."""
        ...

    async def open_session(self, session: Session, security_version: int) -> None:
        """Record a session; AccountChanged when the account is past `security_version`."""
        ...

    async def sessions_of(self, account_id: str) -> list[Session]:
        """Every recorded session of the account, the newest first."""
        ...

    async def delete_session(self, token_hash: str) -> None:
        """Forget a session; one that is unknown is no error."""
        ...


class LiveSessions(Protocol):
    """The sessions that every subgraph accepts at this moment."""

    async def put(self, hash: str, session: LiveSession) -> datetime: ...

    async def remaining(self, hashes: Sequence[str]) -> list[timedelta | None]: ...

    async def end(self, hashes: Sequence[str]) -> None: ...


class Passwords(Protocol):
    """Slow hashes of passwords."""

    async def hash(self, password: str) -> str:
        """The hash to store."""
        ...

    async def verify(self, password: str, hash: str | None) -> bool:
        """Whether `password` made `hash`; takes as long when there is no hash, and is False."""
        ...
