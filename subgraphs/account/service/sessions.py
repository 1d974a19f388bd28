"""Sessions: opened, listed, and ended at once everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from shared.auth.sessions import new_token, token_hash
from shared.auth.viewer import LiveSession, Viewer
from shared.clock import Clock
from shared.errors import NotFound, Unavailable, VersionConflict
from shared.ids import IdSource, is_id
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.permissions import may_end_session
from subgraphs.account.domain.sessions import Device, Session, SessionLimits, as_seen
from subgraphs.account.errors import InvalidCredentials
from subgraphs.account.ports import LiveSessions, Records, Store
from subgraphs.account.service.audit_log import AuditLog

log = structlog.get_logger(__name__)

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Login:
    """A new session and its token, of which only the hash is stored."""

    viewer: Viewer
    account: Account
    session: Session
    token: str


class Sessions:
    """The sessions of all accounts.

    A session ends in three steps. The unit of work that ends it replaces its record by a
    revocation, then its key is deleted from Redis, then the revocation is deleted. After a crash
    between them `finish_all` finds the revocation and repeats the rest.
    """

    def __init__(
        self,
        store: Store,
        live: LiveSessions,
        limits: SessionLimits,
        audit_log: AuditLog,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._store = store
        self._live = live
        self._limits = limits
        self._audit_log = audit_log
        self._clock = clock
        self._ids = ids

    async def open(self, account: Account, device: Device) -> Login:
        """Open a session.

        Raises InvalidCredentials when the account's security changed since `account` was read.
        """
        now = self._clock.now()
        token = new_token()
        viewer = Viewer(account.id, self._ids.new("ses"), account.roles)
        absolute_end = now + self._limits.absolute
        # The live session comes first. A caller who ends all sessions finds them by their
        # records: a record without its live session would be removed, and the session would
        # then start and stay.
        expires_at = await self._live.put(
            token_hash(token), LiveSession(viewer, self._limits.idle, absolute_end)
        )
        session = Session(
            id=viewer.session_id,
            account_id=account.id,
            token_hash=token_hash(token),
            device=device,
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
            absolute_end=absolute_end,
        )

        async def record(records: Records) -> None:
            await records.sessions.open(session, account.security_version)
            actor = Actor(account.id, device)
            await self._audit_log.record(
                records, AuditAction.LOGGED_IN, actor, account.id, session=session.id
            )

        try:
            await self._store.atomically(record)
        except VersionConflict:
            await self._live.end([session.token_hash])
            raise InvalidCredentials from None
        return Login(viewer, account, session, token)

    async def of_account(self, account_id: str) -> list[Session]:
        """Return the account's live sessions, the newest first."""
        recorded = await self._store.sessions.of_account(account_id)
        left = await self._live.remaining([session.token_hash for session in recorded])
        now = self._clock.now()
        return [
            as_seen(session, remaining, self._limits, now)
            for session, remaining in zip(recorded, left, strict=True)
            if remaining is not None
        ]

    async def log_out(self, viewer: Viewer, device: Device) -> None:
        """End the viewer's own session."""
        session = await self._store.sessions.by_id(viewer.session_id)
        if session:
            actor = Actor(viewer.account_id, device)
            await self._revoke([session], actor, AuditAction.LOGGED_OUT, viewer.account_id)

    async def revoke(self, viewer: Viewer, id: str, device: Device) -> int:
        """End a session and return 1. Raises NotFound unless the viewer may end it."""
        session = await self._store.sessions.by_id(id) if is_id("ses", id) else None
        if session is None or not may_end_session(viewer, session):
            raise NotFound("session", id)
        actor = Actor(viewer.account_id, device)
        return await self._revoke([session], actor, AuditAction.SESSION_REVOKED, session.account_id)

    async def revoke_others(self, viewer: Viewer, device: Device) -> int:
        """End all of the viewer's sessions except the current one; return how many."""
        others = [
            session
            for session in await self._store.sessions.of_account(viewer.account_id)
            if session.id != viewer.session_id
        ]
        actor = Actor(viewer.account_id, device)
        return await self._revoke(others, actor, AuditAction.SESSIONS_REVOKED, viewer.account_id)

    async def revoke_all(self, account_id: str, actor: Actor) -> int:
        """End all sessions of an account; return how many."""
        sessions = await self._store.sessions.of_account(account_id)
        return await self._revoke(sessions, actor, AuditAction.SESSIONS_REVOKED, account_id)

    async def end_all(
        self, records: Records, account_id: str, *, but: str | None = None
    ) -> list[str]:
        """End the account's sessions, except `but`, in the caller's unit of work.

        Returns the hashes that the caller passes to `finish` after the commit.
        """
        ended = [
            session
            for session in await records.sessions.of_account(account_id)
            if session.id != but
        ]
        await records.sessions.revoke(ended)
        return [session.token_hash for session in ended]

    async def finish(self, hashes: Sequence[str]) -> None:
        """Delete revoked sessions from Redis; after an outage `finish_all` does it again."""
        try:
            await self._live.end(hashes)
        except Unavailable as error:
            log.warning("revocations_wait", part=error.part, sessions=len(hashes))
            return
        await self._store.sessions.forget_revoked(hashes)

    async def finish_all(self) -> None:
        """Finish the revocations that a crash or an outage left."""
        if hashes := await self._store.sessions.revoked(_BATCH):
            await self.finish(hashes)

    async def _revoke(
        self, sessions: Sequence[Session], actor: Actor, action: AuditAction, account_id: str
    ) -> int:
        if not sessions:
            return 0

        async def revoke(records: Records) -> None:
            await records.sessions.revoke(sessions)
            ids = " ".join(session.id for session in sessions)
            await self._audit_log.record(records, action, actor, account_id, sessions=ids)

        await self._store.atomically(revoke)
        await self.finish([session.token_hash for session in sessions])
        return len(sessions)
