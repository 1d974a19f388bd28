"""Mutations that open and end the caller's own session."""

from typing import Annotated

import strawberry

from shared.validation.inputs import validated
from subgraphs.account.api.context import Context, Info
from subgraphs.account.api.inputs import (
    CompleteLoginInput,
    LoginInput,
    TokenDelivery,
    ValidatedLogin,
    ValidatedSecondStep,
)
from subgraphs.account.api.types import (
    Account,
    CompleteLoginResult,
    LoginResult,
    LoginSuccess,
    LogoutSuccess,
    Session,
    TotpRequired,
)
from subgraphs.account.service.login import SecondStep
from subgraphs.account.service.sessions import Login


@strawberry.type
class LoginMutations:
    @strawberry.mutation(description="Open a new session.")
    async def login(
        self,
        info: Info,
        input: Annotated[LoginInput, strawberry.argument(description="Who logs in.")],
    ) -> LoginResult:
        context, credentials = info.context, validated(ValidatedLogin, input)
        _refuse_foreign_cookies(input.token_delivery, context)
        outcome = await context.service.logins.log_in(
            credentials.email, credentials.password, context.device
        )
        if isinstance(outcome, SecondStep):
            return TotpRequired(challenge=outcome.challenge)
        return _hand_over(outcome, input.token_delivery, context)

    @strawberry.mutation(description="Finish a login that answered TotpRequired.")
    async def complete_login(
        self,
        info: Info,
        input: Annotated[
            CompleteLoginInput, strawberry.argument(description="Challenge and code.")
        ],
    ) -> CompleteLoginResult:
        context, second_step = info.context, validated(ValidatedSecondStep, input)
        _refuse_foreign_cookies(input.token_delivery, context)
        login = await context.service.logins.complete(
            second_step.challenge, second_step.code, context.device
        )
        return _hand_over(login, input.token_delivery, context)

    @strawberry.mutation(description="End this session; null when there is none.")
    async def logout(self, info: Info) -> LogoutSuccess | None:
        context = info.context
        viewer = await context.viewer()
        context.clear_session_cookie()
        if viewer is None:
            return None
        await context.service.sessions.log_out(viewer, context.device)
        return LogoutSuccess(session_id=strawberry.ID(viewer.session_id))


def _refuse_foreign_cookies(delivery: TokenDelivery, context: Context) -> None:
    """Raise Forbidden when a page of another site would set a session's cookie.

    Such a page may ask for a bearer token.
    """
    if delivery is TokenDelivery.COOKIE:
        context.refuse_other_sites()


def _hand_over(login: Login, delivery: TokenDelivery, context: Context) -> LoginSuccess:
    context.now_logged_in(login.viewer)
    by_cookie = delivery is TokenDelivery.COOKIE
    if by_cookie:
        context.set_session_cookie(login.token)
    return LoginSuccess(
        account=Account.of(login.account),
        session=Session.of(login.session, current_id=login.session.id),
        token=None if by_cookie else login.token,
    )
