"""Mutations of two-factor login."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsLoggedIn
from shared.validation.inputs import validated
from subgraphs.account.api.context import Info
from subgraphs.account.api.inputs import (
    DisableTotpInput,
    ValidatedPassword,
    ValidatedTotpConfirmation,
    ValidatedTotpRemoval,
)
from subgraphs.account.api.types import (
    Account,
    BeginTotpEnrolmentResult,
    ConfirmTotpEnrolmentResult,
    DisableTotpResult,
    TotpEnabled,
    TotpEnrolment,
)


@strawberry.type
class TwoFactorMutations:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Begin to use an authenticator app; a confirmed code turns it on.",
    )
    async def begin_totp_enrolment(
        self,
        info: Info,
        password: Annotated[str, strawberry.argument(description="The account's password.")],
    ) -> BeginTotpEnrolmentResult:
        context = info.context
        uri = await context.service.two_factors.begin_enrolment(
            await context.require_viewer(),
            validated(ValidatedPassword, {"password": password}).password,
            context.device,
        )
        return TotpEnrolment.of(uri)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Turn two-factor login on with a code of the app.",
    )
    async def confirm_totp_enrolment(
        self,
        info: Info,
        code: Annotated[
            str, strawberry.argument(description="The app's current code; spaces are left out.")
        ],
    ) -> ConfirmTotpEnrolmentResult:
        context = info.context
        codes = await context.service.two_factors.confirm_enrolment(
            await context.require_viewer(),
            validated(ValidatedTotpConfirmation, {"code": code}).code,
            context.device,
        )
        return TotpEnabled(recovery_codes=codes)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Turn two-factor login off with password and code.",
    )
    async def disable_totp(
        self,
        info: Info,
        input: Annotated[DisableTotpInput, strawberry.argument(description="Password and code.")],
    ) -> DisableTotpResult:
        context, proof = info.context, validated(ValidatedTotpRemoval, input)
        account = await context.service.two_factors.disable(
            await context.require_viewer(), proof.password, proof.code, context.device
        )
        return Account.of(account)
