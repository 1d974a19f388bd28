"""Account's queries."""

from typing import Annotated

import strawberry

from shared.graphql.paging import After, Connection, First
from shared.graphql.permissions import IsAdmin, IsLoggedIn
from shared.graphql.weights import PAGED
from shared.pagination import PageRequest
from shared.validation.inputs import validated
from subgraphs.account.api.context import Info
from subgraphs.account.api.enums import AuditAction, Role
from subgraphs.account.api.inputs import ValidatedSearch
from subgraphs.account.api.types import Account, AuditEntry, DataExport


@strawberry.type(description="The queries.")
class Query:
    @strawberry.field(description="The account that is logged in, or null.")
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
        directives=[PAGED],
        permission_classes=[IsAdmin],
        description="All accounts, the oldest first. ADMIN only.",
    )
    async def accounts(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="Parts of name, address or phone, without regard to case and accents."
            ),
        ] = None,
        role: Annotated[
            Role | None, strawberry.argument(description="Only accounts with this role.")
        ] = None,
    ) -> Connection[Account]:
        page = PageRequest.parse(first, after)
        text = validated(ValidatedSearch, {"search": search}).search or None
        found = await info.context.service.administration.accounts(text, role, page)
        return Connection[Account].of(found, Account.of)

    @strawberry.field(
        directives=[PAGED],
        permission_classes=[IsAdmin],
        description="Who did what to which account, the newest first. ADMIN only.",
    )
    async def audit_log(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        account_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only entries about this account."),
        ] = None,
        action: Annotated[
            AuditAction | None, strawberry.argument(description="Only this action.")
        ] = None,
    ) -> Connection[AuditEntry]:
        page = PageRequest.parse(first, after)
        found = await info.context.service.administration.audit_log(account_id, action, page)
        return Connection[AuditEntry].of(found, AuditEntry.of)

    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="All stored data of the account that is logged in: its account, "
        "sessions and log. The account's `bookings` add the data of booking and payment.",
    )
    async def export_my_data(self, info: Info) -> DataExport:
        context = info.context
        viewer = await context.require_viewer()
        held = await context.service.profiles.export(viewer, context.device)
        return DataExport.of(held, current_id=viewer.session_id)
