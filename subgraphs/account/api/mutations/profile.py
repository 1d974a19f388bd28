"""Mutations of one's own account."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsLoggedIn
from subgraphs.account.api.inputs import ChangePasswordInput, DeleteAccountInput, UpdateProfileInput
from subgraphs.account.api.types import (
    Account,
    AccountDeleted,
    ChangePasswordResult,
    DeleteAccountResult,
    Info,
    UpdateProfileResult,
)


@strawberry.type
class ProfileMutations:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn], description="Change what one's profile says."
    )
    async def update_profile(
        self,
        info: Info,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="The changes.")],
    ) -> UpdateProfileResult:
        rules, context = input.checked(), info.context
        viewer = await context.require_viewer()
        account = await context.service.profiles.update(
            viewer.account_id, rules.changes, await context.actor()
        )
        return Account.of(account)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Set a new password; one's other sessions end at once.",
    )
    async def change_password(
        self,
        info: Info,
        input: Annotated[
            ChangePasswordInput, strawberry.argument(description="Old and new password.")
        ],
    ) -> ChangePasswordResult:
        rules, context = input.checked(), info.context
        account = await context.service.profiles.change_password(
            await context.require_viewer(),
            rules.current_password,
            rules.new_password,
            context.device,
        )
        return Account.of(account)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Leave: the account and what it holds go, here and in every subgraph.",
    )
    async def delete_my_account(
        self,
        info: Info,
        input: Annotated[DeleteAccountInput, strawberry.argument(description="The password.")],
    ) -> DeleteAccountResult:
        rules, context = input.checked(), info.context
        viewer = await context.require_viewer()
        await context.service.profiles.delete_own(viewer, rules.password, context.device)
        context.clear_session_cookie()
        return AccountDeleted(account_id=strawberry.ID(viewer.account_id))
