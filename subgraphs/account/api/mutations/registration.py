"""Mutations that open accounts, verify addresses and reset passwords."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsLoggedIn
from shared.validation.inputs import validated
from subgraphs.account.api.context import Info
from subgraphs.account.api.inputs import (
    RegisterInput,
    ResetPasswordInput,
    ValidatedEmail,
    ValidatedPasswordReset,
    ValidatedRegistration,
)
from subgraphs.account.api.types import (
    Accepted,
    Account,
    RegisterResult,
    ResetPasswordResult,
    VerifyEmailResult,
)


@strawberry.type
class RegistrationMutations:
    @strawberry.mutation(description="Open an account. It opens no session.")
    async def register(
        self,
        info: Info,
        input: Annotated[RegisterInput, strawberry.argument(description="The new account.")],
    ) -> RegisterResult:
        registration = validated(ValidatedRegistration, input)
        account = await info.context.service.registration.register(
            registration.email, registration.password, registration.profile, info.context.device
        )
        return Account.of(account)

    @strawberry.mutation(description="Verify an account's address with the token from a mail.")
    async def verify_email(
        self,
        info: Info,
        token: Annotated[str, strawberry.argument(description="From the mail; it works once.")],
    ) -> VerifyEmailResult:
        context = info.context
        return Account.of(await context.service.registration.verify_email(token, context.device))

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Send the mail that verifies the caller's address again.",
    )
    async def send_verification_again(self, info: Info) -> Accepted:
        viewer = await info.context.require_viewer()
        await info.context.service.registration.send_verification_again(viewer.account_id)
        return Accepted(message="If your address is not verified yet, a mail is on its way.")

    @strawberry.mutation(
        description="Send a mail that permits a new password, if there is such an account; the "
        "answer is the same if there is none."
    )
    async def request_password_reset(
        self,
        info: Info,
        email: Annotated[str, strawberry.argument(description="The account's address.")],
    ) -> Accepted:
        address = validated(ValidatedEmail, {"email": email}).email
        await info.context.service.recovery.request(address, info.context.device)
        return Accepted(message="If there is an account with this address, a mail is on its way.")

    @strawberry.mutation(
        description="Set a new password with a token from a mail; every session ends."
    )
    async def reset_password(
        self,
        info: Info,
        input: Annotated[
            ResetPasswordInput, strawberry.argument(description="Token and new password.")
        ],
    ) -> ResetPasswordResult:
        reset = validated(ValidatedPasswordReset, input)
        account = await info.context.service.recovery.reset(
            reset.token, reset.new_password, info.context.device
        )
        return Account.of(account)
