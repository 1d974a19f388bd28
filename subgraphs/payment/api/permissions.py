"""Who may see a payment, and which service may move money."""

from typing import Any, ClassVar

from strawberry.permission import BasePermission

from shared.auth.viewer import Role, Viewer
from subgraphs.payment.api.context import Info
from subgraphs.payment.domain.payments import Payment


def may_see_payment(viewer: Viewer | None, payment: Payment) -> bool:
    """Tell whether the viewer owns the payment or is an administrator."""
    return may_see_payments_of(viewer, payment.account_id)


def may_see_payments_of(viewer: Viewer | None, account_id: str) -> bool:
    """Tell whether the viewer is the account itself or an administrator."""
    return viewer is not None and viewer.is_or_has(account_id, Role.ADMIN)


class _ServiceMay(BasePermission):
    scope: ClassVar[str]

    async def has_permission(self, source: object, info: Info, **kwargs: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - narrows Info to our context
        await info.context.spend_service_token(self.scope)
        return True


class MayAuthorize(_ServiceMay):
    """A service whose token, unused so far, has the scope `payments:authorize`."""

    scope = "payments:authorize"


class MayCapture(_ServiceMay):
    """A service whose token, unused so far, has the scope `payments:capture`."""

    scope = "payments:capture"


class MayVoid(_ServiceMay):
    """A service whose token, unused so far, has the scope `payments:void`."""

    scope = "payments:void"


class MayRefund(_ServiceMay):
    """A service whose token, unused so far, has the scope `payments:refund`."""

    scope = "payments:refund"


class MayRead(BasePermission):
    """A service whose token has the scope `payments:read`; a query needs no unused token."""

    async def has_permission(self, source: object, info: Info, **kwargs: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - narrows Info to our context
        await info.context.require_service("payments:read")
        return True
