"""Account's mutations."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin
from shared.auth.viewer import Role
from subgraphs.account.inputs import LoginInput, RegisterInput, TokenDelivery
from subgraphs.account.types import (
    Account,
    AccountResult,
    Info,
    LoginResult,
    LoginSuccess,
    LogoutSuccess,
    RegisterResult,
    Session,
)


@strawberry.type(description="What can be changed.")
class Mutation:
    @strawberry.mutation(description="Open an account. It is not logged in by that.")
    async def register(
        self,
        info: Info,
        input: Annotated[RegisterInput, strawberry.argument(description="The new account.")],
    ) -> RegisterResult:
        rules = input.checked()
        account = await info.context.service.register(rules.email, rules.password, rules.profile)
        return Account.of(account)

    @strawberry.mutation(description="Open a session, always a new one.")
    async def login(
        self,
        info: Info,
        input: Annotated[LoginInput, strawberry.argument(description="Who logs in.")],
    ) -> LoginResult:
        rules = input.checked()
        context = info.context
        login = await context.service.log_in(rules.email, rules.password, context.device)
        by_cookie = input.token_delivery is TokenDelivery.COOKIE
        if by_cookie:
            context.set_session_cookie(login.token)
        return LoginSuccess(
            account=Account.of(login.account),
            session=Session.of(login.session, current_id=login.session.id),
            token=None if by_cookie else login.token,
        )

    @strawberry.mutation(description="End this session; null when nobody is logged in.")
    async def logout(self, info: Info) -> LogoutSuccess | None:
        viewer, token = await info.context.viewer(), info.context.session_token
        info.context.clear_session_cookie()
        if viewer is None or token is None:
            return None
        session_id = await info.context.service.log_out(viewer, token)
        return LogoutSuccess(session_id=strawberry.ID(session_id))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Set what an account may do; its sessions end at once. ADMIN only.",
    )
    async def set_account_roles(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The account.")],
        roles: Annotated[list[Role], strawberry.argument(description="All it may do from now on.")],
    ) -> AccountResult:
        return Account.of(await info.context.service.set_roles(id, frozenset(roles)))
