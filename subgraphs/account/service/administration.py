"""What administrators do with accounts."""

from shared.auth.viewer import Role
from shared.clock import Clock
from shared.errors import InvalidInput, NotFound
from shared.ids import is_id
from shared.pagination import Page, PageRequest
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor, AuditAction, AuditEntry
from subgraphs.account.ports import Records, Store
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.sessions import Sessions


class Administration:
    """Searches, roles and sessions of all accounts. The API checks the caller's role."""

    def __init__(self, store: Store, sessions: Sessions, audit_log: AuditLog, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._audit_log = audit_log
        self._clock = clock

    async def accounts(
        self, search: str | None, role: Role | None, page: PageRequest
    ) -> Page[Account]:
        """Return accounts by a part of name, address or phone, and by role; the oldest first."""
        return await self._store.accounts.search(search, role, page)

    async def set_roles(self, id: str, roles: frozenset[Role], actor: Actor) -> Account:
        """Replace the account's roles and end its sessions at once, for every subgraph.

        Raises NotFound, and InvalidInput when no role or no administrator would be left.
        """
        if not is_id("acc", id):
            raise NotFound("account", id)
        if not roles:
            raise InvalidInput.of("roles", "TOO_SHORT", "An account has at least one role.")

        async def change(records: Records) -> tuple[Account, list[str]]:
            before = await records.accounts.by_id(id)
            if before is None:
                raise NotFound("account", id)
            steps_back = Role.ADMIN in before.roles and Role.ADMIN not in roles
            if steps_back and not await records.accounts.other_administrator_exists(id):
                raise InvalidInput.of(
                    "roles",
                    "LAST_ADMINISTRATOR",
                    "This is the last administrator: make another one first.",
                )
            account = await records.accounts.set_roles(id, roles, self._clock.now())
            if account is None:
                raise NotFound("account", id)
            await self._audit_log.record(
                records,
                AuditAction.ROLES_SET,
                actor,
                id,
                before=" ".join(sorted(before.roles)),
                after=" ".join(sorted(roles)),
            )
            return account, await self._sessions.end_all(records, id)

        account, ended = await self._store.atomically(change)
        await self._sessions.finish(ended)
        return account

    async def revoke_sessions(self, id: str, actor: Actor) -> int:
        """End all sessions of an account; return how many. Raises NotFound."""
        if not is_id("acc", id) or await self._store.accounts.by_id(id) is None:
            raise NotFound("account", id)
        return await self._sessions.revoke_all(id, actor)

    async def audit_log(
        self, account_id: str | None, action: AuditAction | None, page: PageRequest
    ) -> Page[AuditEntry]:
        """Return the entries of the audit log, the newest first."""
        return await self._store.audit.search(account_id, action, page)
