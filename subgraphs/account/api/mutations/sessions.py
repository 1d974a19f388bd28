"""Mutations that end sessions."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsAdmin, IsLoggedIn
from subgraphs.account.api.context import Info
from subgraphs.account.api.types import RevokeSessionResult, RevokeSessionsSuccess


@strawberry.type
class SessionMutations:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="End one of the caller's sessions; an ADMIN may end any.",
    )
    async def revoke_session(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The session.")],
    ) -> RevokeSessionResult:
        context = info.context
        viewer = await context.require_viewer()
        count = await context.service.sessions.revoke(viewer, id, context.device)
        return RevokeSessionsSuccess(revoked_count=count)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="End all of the caller's sessions except this one.",
    )
    async def revoke_other_sessions(self, info: Info) -> RevokeSessionsSuccess:
        context = info.context
        viewer = await context.require_viewer()
        count = await context.service.sessions.revoke_others(viewer, context.device)
        return RevokeSessionsSuccess(revoked_count=count)

    @strawberry.mutation(
        permission_classes=[IsAdmin], description="End all sessions of an account. ADMIN only."
    )
    async def revoke_account_sessions(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The account.")],
    ) -> RevokeSessionResult:
        context = info.context
        actor = await context.actor()
        count = await context.service.administration.revoke_sessions(id, actor)
        return RevokeSessionsSuccess(revoked_count=count)
