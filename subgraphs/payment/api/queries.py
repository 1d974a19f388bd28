"""Payment's queries."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin, IsLoggedIn
from shared.graphql.types import Connection
from shared.pagination import PageRequest
from subgraphs.payment.api.permissions import MayRead
from subgraphs.payment.api.types import Info, Payment
from subgraphs.payment.domain.payments import PaymentStatus


@strawberry.type(description="What can be asked.")
class Query:
    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="A payment of one's own, or any for ADMIN; null when there is none such.",
    )
    async def payment(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Payment | None:
        return await Payment.resolve_reference(info, id)

    @strawberry.field(
        permission_classes=[IsAdmin], description="All payments, the newest first. ADMIN only."
    )
    async def payments(
        self,
        info: Info,
        status: Annotated[
            PaymentStatus | None, strawberry.argument(description="Only those that stand there.")
        ] = None,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="The cursor to start behind.")
        ] = None,
    ) -> Connection[Payment]:
        page = await info.context.service.page(status, PageRequest.parse(first, after))
        return Connection[Payment].of(page, Payment.of)

    @strawberry.federation.field(
        inaccessible=True,
        permission_classes=[MayRead],
        description="What became of a booking's payment; null when none arrived. Services only.",
    )
    async def payment_by_reference(
        self,
        info: Info,
        reference: Annotated[strawberry.ID, strawberry.argument(description="The booking.")],
    ) -> Payment | None:
        payment = await info.context.service.by_reference(reference)
        return Payment.of(payment) if payment else None
