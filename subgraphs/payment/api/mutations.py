"""Payment's mutations: all are for services, and none is in the public API."""

from typing import Annotated

import strawberry

from shared.validation.inputs import validated
from subgraphs.payment.api.context import Info
from subgraphs.payment.api.inputs import (
    AuthorizePaymentInput,
    RefundPaymentInput,
    ValidatedAuthorization,
    ValidatedCharge,
    ValidatedRefund,
    VoidPaymentInput,
)
from subgraphs.payment.api.permissions import MayAuthorize, MayCapture, MayRefund, MayVoid
from subgraphs.payment.api.types import Payment


@strawberry.type(description="The mutations.")
class Mutation:
    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayAuthorize],
        description="Reserve an amount. UNKNOWN when the provider did not answer.",
    )
    async def authorize_payment(
        self,
        info: Info,
        input: Annotated[AuthorizePaymentInput, strawberry.argument(description="The payment.")],
    ) -> Payment:
        charge = validated(ValidatedAuthorization, input)
        return Payment.of(
            await info.context.service.authorize(
                charge.reference, charge.account_id, charge.amount, charge.payment_token
            )
        )

    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayCapture],
        description="Capture the reserved amount.",
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
        description="Void a payment that is not captured, or refuse one that never arrived.",
    )
    async def void_payment(
        self,
        info: Info,
        input: Annotated[VoidPaymentInput, strawberry.argument(description="The payment.")],
    ) -> Payment:
        charge = validated(ValidatedCharge, input)
        return Payment.of(
            await info.context.service.void(charge.reference, charge.account_id, charge.amount)
        )

    @strawberry.federation.mutation(
        inaccessible=True,
        permission_classes=[MayRefund],
        description="Refund a part or all of the captured amount.",
    )
    async def refund_payment(
        self,
        info: Info,
        input: Annotated[RefundPaymentInput, strawberry.argument(description="The refund.")],
    ) -> Payment:
        refund = validated(ValidatedRefund, input)
        return Payment.of(
            await info.context.service.refund(refund.reference, refund.refund_id, refund.amount)
        )
