"""Payment's queries."""

from typing import Annotated

import strawberry

from shared.graphql.paging import After, Connection, First
from shared.graphql.permissions import IsAdmin, IsLoggedIn
from shared.graphql.weights import PAGED
from shared.pagination import PageRequest
from subgraphs.payment.api.context import Info
from subgraphs.payment.api.permissions import MayRead
from subgraphs.payment.api.types import Payment
from subgraphs.payment.domain.payments import PaymentStatus


@strawberry.type(description="The queries.")
class Query:
    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="A payment of the viewer, or any payment for ADMIN; null for all others.",
    )
    async def payment(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The payment's id.")],
    ) -> Payment | None:
        return await Payment.resolve_reference(info, id)

    @strawberry.field(
        directives=[PAGED],
        permission_classes=[IsAdmin],
        description="All payments, the newest first. ADMIN only.",
    )
    async def payments(
        self,
        info: Info,
        status: Annotated[
            PaymentStatus | None, strawberry.argument(description="Only payments with this status.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Payment]:
        page = await info.context.service.page(status, PageRequest.parse(first, after))
        return Connection[Payment].of(page, Payment.of)

    @strawberry.federation.field(
        inaccessible=True,
        permission_classes=[MayRead],
        description="A booking's payment with its newest outcome; null when there is none.",
    )
    async def payment_by_reference(
        self,
        info: Info,
        reference: Annotated[strawberry.ID, strawberry.argument(description="The booking.")],
    ) -> Payment | None:
        payment = await info.context.service.by_reference(reference)
        return Payment.of(payment) if payment else None
