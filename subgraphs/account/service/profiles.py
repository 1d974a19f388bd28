"""Profiles, passwords, and the end of an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.auth.viewer import Role, Viewer
from shared.clock import Clock
from shared.errors import NotFound, Unauthenticated
from shared.ids import is_id
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor, AuditAction, AuditEntry
from subgraphs.account.domain.credentials import TokenPurpose
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device, Session
from subgraphs.account.errors import InvalidCredentials, LastAdministrator
from subgraphs.account.events import AccountDeleted
from subgraphs.account.ports import Passwords, Records, Store
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.credentials import Credentials, refuse_guessable
from subgraphs.account.service.sessions import Sessions


@dataclass(frozen=True, slots=True)
class HeldData:
    """All data that account stores about a person."""

    account: Account
    sessions: list[Session]
    audit: list[AuditEntry]


class Profiles:
    """Reads, changes, exports and deletes accounts."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        credentials: Credentials,
        passwords: Passwords,
        audit_log: AuditLog,
        clock: Clock,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._credentials = credentials
        self._passwords = passwords
        self._audit_log = audit_log
        self._clock = clock

    async def of_ids(self, ids: list[str]) -> dict[str, Account]:
        """Return those of the accounts that exist, by id."""
        return await self._store.accounts.by_ids([id for id in ids if is_id("acc", id)])

    async def own(self, viewer: Viewer) -> Account:
        """Return the viewer's account. Raises Unauthenticated when it was just deleted."""
        account = await self._store.accounts.by_id(viewer.account_id)
        if account is None:
            raise Unauthenticated
        return account

    async def update(self, id: str, changes: Mapping[str, Any], actor: Actor) -> Account:
        """Change the fields of Profile that `changes` names. Raises PhoneTaken and NotFound."""
        if not is_id("acc", id):
            raise NotFound("account", id)

        async def change(records: Records) -> Account:
            account = await records.accounts.update_profile(id, changes, self._clock.now())
            if account is None:
                raise NotFound("account", id)
            # The names of the fields only: the log outlives the account.
            await self._audit_log.record(
                records, AuditAction.PROFILE_UPDATED, actor, id, fields=" ".join(sorted(changes))
            )
            return account

        return await self._store.atomically(change)

    async def change_password(
        self, viewer: Viewer, current: str, new: str, device: Device
    ) -> Account:
        """Set a new password and end the viewer's other sessions.

        Raises InvalidInput for a guessable password, InvalidCredentials and TooManyAttempts.
        """
        own = await self.own(viewer)
        refuse_guessable(new, own.email, own.profile, "newPassword")
        proven = await self._credentials.check(own.email, current, device)
        hash = await self._passwords.hash(new)

        async def change(records: Records) -> tuple[Account, list[str]]:
            before = await records.accounts.by_id(proven.id)
            if before is None or before.security_version != proven.security_version:
                raise InvalidCredentials
            account = await records.accounts.set_password(proven.id, hash, self._clock.now())
            if account is None:
                raise InvalidCredentials
            await records.tokens.remove_all(account.id, TokenPurpose.RESET_PASSWORD)
            await records.mails.add(MailKind.PASSWORD_CHANGED, account.email)
            actor = Actor(viewer.account_id, device)
            await self._audit_log.record(records, AuditAction.PASSWORD_CHANGED, actor, account.id)
            ended = await self._sessions.end_all(records, account.id, but=viewer.session_id)
            return account, ended

        account, ended = await self._store.atomically(change)
        await self._sessions.finish(ended)
        return account

    async def delete_own(self, viewer: Viewer, password: str, device: Device) -> None:
        """Delete the viewer's account.

        Raises InvalidCredentials, TooManyAttempts and LastAdministrator.
        """
        own = await self.own(viewer)
        await self._credentials.check(own.email, password, device)
        await self.delete(own.id, Actor(viewer.account_id, device))

    async def delete(self, id: str, actor: Actor) -> None:
        """Delete an account and publish that it is deleted.

        Raises NotFound and LastAdministrator.
        """
        if not is_id("acc", id):
            raise NotFound("account", id)

        async def remove(records: Records) -> list[str]:
            account = await records.accounts.by_id(id)
            if account is None:
                raise NotFound("account", id)
            if (
                Role.ADMIN in account.roles
                and not await records.accounts.other_administrator_exists(id)
            ):
                raise LastAdministrator
            await records.accounts.remove(id)
            await records.tokens.remove_all(id)
            await records.two_factors.remove(id)
            await records.mails.remove_to(account.email)
            await self._audit_log.record(records, AuditAction.DELETED, actor, id)
            await records.audit.anonymise(id)
            await records.emit(AccountDeleted(id))
            return await self._sessions.end_all(records, id)

        await self._sessions.finish(await self._store.atomically(remove))

    async def export(self, viewer: Viewer, device: Device) -> HeldData:
        """Return all data about the viewer, and record that it was exported."""
        account = await self.own(viewer)
        actor = Actor(viewer.account_id, device)
        await self._audit_log.record(self._store, AuditAction.DATA_EXPORTED, actor, account.id)
        return HeldData(
            account=account,
            sessions=await self._sessions.of_account(account.id),
            audit=await self._store.audit.of_subject(account.id),
        )
