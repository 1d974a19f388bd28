"""Mutations of the caller's own account."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsLoggedIn
from shared.validation.inputs import validated
from subgraphs.account.api.context import Info
from subgraphs.account.api.inputs import (
    ChangePasswordInput,
    DeleteAccountInput,
    UpdateProfileInput,
    ValidatedPassword,
    ValidatedPasswordChange,
    ValidatedProfileUpdate,
)
from subgraphs.account.api.types import (
    Account,
    AccountDeleted,
    ChangePasswordResult,
    DeleteAccountResult,
    UpdateProfileResult,
)


@strawberry.type
class ProfileMutations:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn], description="Change the caller's profile."
    )
    async def update_profile(
        self,
        info: Info,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="The changes.")],
    ) -> UpdateProfileResult:
        context, update = info.context, validated(ValidatedProfileUpdate, input)
        viewer = await context.require_viewer()
        account = await context.service.profiles.update(
            viewer.account_id, update.changes, await context.actor()
        )
        return Account.of(account)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Set a new password; the caller's other sessions end at once.",
    )
    async def change_password(
        self,
        info: Info,
        input: Annotated[
            ChangePasswordInput, strawberry.argument(description="Old and new password.")
        ],
    ) -> ChangePasswordResult:
        context, passwords = info.context, validated(ValidatedPasswordChange, input)
        account = await context.service.profiles.change_password(
            await context.require_viewer(),
            passwords.current_password,
            passwords.new_password,
            context.device,
        )
        return Account.of(account)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Delete the caller's account; every subgraph deletes or anonymises its data.",
    )
    async def delete_my_account(
        self,
        info: Info,
        input: Annotated[DeleteAccountInput, strawberry.argument(description="The password.")],
    ) -> DeleteAccountResult:
        context, proof = info.context, validated(ValidatedPassword, input)
        viewer = await context.require_viewer()
        await context.service.profiles.delete_own(viewer, proof.password, context.device)
        context.clear_session_cookie()
        return AccountDeleted(account_id=strawberry.ID(viewer.account_id))
