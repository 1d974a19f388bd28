"""Payment's mutations: all for services alone, and none in the public API."""

from typing import Annotated

import strawberry

from subgraphs.payment.api.inputs import AuthorizePaymentInput, RefundPaymentInput, VoidPaymentInput
from subgraphs.payment.api.permissions import MayAuthorize, MayCapture, MayRefund, MayVoid
from subgraphs.payment.api.types import Info, Payment


@strawberry.type(description="What can be changed.")
class Mutation:
    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayAuthorize],
        description="Reserve an amount. UNKNOWN when the provider did not answer.",
    )
    async def authorize_payment(
        self,
        info: Info,
        input: Annotated[AuthorizePaymentInput, strawberry.argument(description="What to pay.")],
    ) -> Payment:
        rules = input.checked()
        return Payment.of(
            await info.context.service.authorize(
                rules.reference, rules.account_id, rules.amount, rules.payment_token
            )
        )

    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayCapture],
        description="Take what was reserved.",
    )
    async def capture_payment(
        self,
        info: Info,
        reference: Annotated[strawberry.ID, strawberry.argument(description="The booking.")],
    ) -> Payment:
        return Payment.of(await info.context.service.capture(reference))

    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayVoid],
        description="Give up a payment that was not captured, or refuse one that never came.",
    )
    async def void_payment(
        self,
        info: Info,
        input: Annotated[VoidPaymentInput, strawberry.argument(description="What to give up.")],
    ) -> Payment:
        rules = input.checked()
        return Payment.of(
            await info.context.service.void(rules.reference, rules.account_id, rules.amount)
        )

    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayRefund],
        description="Give back a part or all of what was taken.",
    )
    async def refund_payment(
        self,
        info: Info,
        input: Annotated[RefundPaymentInput, strawberry.argument(description="What to give back.")],
    ) -> Payment:
        rules = input.checked()
        return Payment.of(
            await info.context.service.refund(rules.reference, rules.refund_id, rules.amount)
        )
