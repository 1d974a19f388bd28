"""Mutations of other people's accounts, for administrators."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsAdmin
from shared.validation.inputs import validated
from subgraphs.account.api.context import Info
from subgraphs.account.api.enums import Role
from subgraphs.account.api.inputs import UpdateProfileInput, ValidatedProfileUpdate
from subgraphs.account.api.types import (
    Account,
    AccountDeleted,
    AccountResult,
    DeleteAccountResult,
    UpdateProfileResult,
)

_Id = Annotated[strawberry.ID, strawberry.argument(description="The account.")]


@strawberry.type
class AdministrationMutations:
    @strawberry.mutation(permission_classes=[IsAdmin], description="Change a profile. ADMIN only.")
    async def update_account(
        self,
        info: Info,
        id: _Id,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="The changes.")],
    ) -> UpdateProfileResult:
        context, update = info.context, validated(ValidatedProfileUpdate, input)
        actor = await context.actor()
        return Account.of(await context.service.profiles.update(id, update.changes, actor))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Replace an account's roles; its sessions end at once. ADMIN only.",
    )
    async def set_account_roles(
        self,
        info: Info,
        id: _Id,
        roles: Annotated[
            list[Role], strawberry.argument(description="All roles that it has from now on.")
        ],
    ) -> AccountResult:
        actor = await info.context.actor()
        administration = info.context.service.administration
        return Account.of(await administration.set_roles(id, frozenset(roles), actor))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Delete an account; every subgraph deletes or anonymises its data. ADMIN only.",
    )
    async def delete_account(self, info: Info, id: _Id) -> DeleteAccountResult:
        await info.context.service.profiles.delete(id, await info.context.actor())
        return AccountDeleted(account_id=id)
