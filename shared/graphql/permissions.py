"""Permission classes for fields. The subgraphs enforce them; the router does not."""

from typing import Any

import strawberry
from strawberry.permission import BasePermission

from shared.auth.viewer import Role
from shared.graphql.context import RequestContext

Info = strawberry.Info[RequestContext, None]


class IsLoggedIn(BasePermission):
    """Any account; otherwise UNAUTHENTICATED."""

    async def has_permission(self, source: object, info: Info, **kwargs: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - narrows Info to our context
        await info.context.require_viewer()
        return True


class IsStaff(BasePermission):
    """STAFF or ADMIN; otherwise UNAUTHENTICATED or FORBIDDEN."""

    async def has_permission(self, source: object, info: Info, **kwargs: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - narrows Info to our context
        await info.context.require_role(Role.STAFF)
        return True


class IsAdmin(BasePermission):
    """ADMIN; otherwise UNAUTHENTICATED or FORBIDDEN."""

    async def has_permission(self, source: object, info: Info, **kwargs: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - narrows Info to our context
        await info.context.require_role(Role.ADMIN)
        return True
