"""Account's queries."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin, IsLoggedIn
from shared.graphql.types import Connection
from shared.pagination import PageRequest
from subgraphs.account.api.enums import AuditAction, Role
from subgraphs.account.api.inputs import checked_search
from subgraphs.account.api.types import Account, AuditEntry, DataExport, Info

_First = Annotated[int | None, strawberry.argument(description="How many rows, 1 to 100.")]
_After = Annotated[str | None, strawberry.argument(description="The cursor to go on behind.")]


@strawberry.type(description="What can be asked.")
class Query:
    @strawberry.field(description="The account that is logged in; null when nobody is.")
    async def me(self, info: Info) -> Account | None:
        viewer = await info.context.viewer()
        account = await info.context.account_loader.load(viewer.account_id) if viewer else None
        return Account.of(account) if account else None

    @strawberry.field(permission_classes=[IsAdmin], description="An account by id. ADMIN only.")
    async def account(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The account.")],
    ) -> Account | None:
        account = await info.context.account_loader.load(id)
        return Account.of(account) if account else None

    @strawberry.field(
        permission_classes=[IsAdmin], description="All accounts, the oldest first. ADMIN only."
    )
    async def accounts(
        self,
        info: Info,
        first: _First = 20,
        after: _After = None,
        search: Annotated[
            str | None, strawberry.argument(description="A part of name, address or phone.")
        ] = None,
        role: Annotated[
            Role | None, strawberry.argument(description="Only those with this role.")
        ] = None,
    ) -> Connection[Account]:
        page = PageRequest.parse(first, after)
        text = checked_search(search)
        found = await info.context.service.administration.accounts(text, role, page)
        return Connection[Account].of(found, Account.of)

    @strawberry.field(
        permission_classes=[IsAdmin],
        description="Who did what to which account, the newest first. ADMIN only.",
    )
    async def audit_log(
        self,
        info: Info,
        first: _First = 20,
        after: _After = None,
        account_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only what was done to it.")
        ] = None,
        action: Annotated[AuditAction | None, strawberry.argument(description="Only this.")] = None,
    ) -> Connection[AuditEntry]:
        page = PageRequest.parse(first, after)
        found = await info.context.service.administration.audit_log(account_id, action, page)
        return Connection[AuditEntry].of(found, AuditEntry.of)

    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="All that is held on the account that is logged in: here its account, "
        "sessions and log; the account's `bookings` add what booking and payment hold.",
    )
    async def export_my_data(self, info: Info) -> DataExport:
        context = info.context
        viewer = await context.require_viewer()
        held = await context.service.profiles.export(viewer, context.device)
        return DataExport.of(held, current_id=viewer.session_id)
