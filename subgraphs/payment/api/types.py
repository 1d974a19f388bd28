"""Payment's GraphQL types."""

from datetime import datetime
from typing import Self

import strawberry

from shared.graphql.enums import describe_enum
from shared.graphql.paging import After, Connection, First
from shared.graphql.permissions import IsAdmin
from shared.graphql.types import Money
from shared.graphql.weights import PAGED, QUERY, assumed, weighs
from shared.pagination import PageRequest
from subgraphs.payment.api.context import Info
from subgraphs.payment.api.permissions import may_see_payment, may_see_payments_of
from subgraphs.payment.api.refused_lists import EmptyIfRefused
from subgraphs.payment.domain import ledger, payments
from subgraphs.payment.domain.payments import PaymentStatus

describe_enum(
    PaymentStatus,
    "The state of a payment.",
    PENDING="The payment has begun; the provider has not answered yet.",
    AUTHORIZED="The amount is reserved on the card; nothing is charged.",
    CAPTURED="The amount is charged.",
    VOIDED="Nothing was charged; a reserved amount is released.",
    DECLINED="The card's bank declined.",
    REFUNDED="The whole amount is refunded.",
    PARTIALLY_REFUNDED="A part of the amount is refunded.",
    UNKNOWN="The provider did not answer; payment asks it again until the outcome is known.",
)


@strawberry.type(description="A refund.")
class Refund:
    id: strawberry.ID = strawberry.field(description="`ref_` and a ULID.")
    amount: Money = strawberry.field(description="The amount.")
    created_at: datetime = strawberry.field(description="When it was requested.")

    @classmethod
    def of(cls, refund: payments.Refund) -> Self:
        return cls(
            id=strawberry.ID(refund.id),
            amount=Money.of(refund.amount),
            created_at=refund.created_at,
        )


@strawberry.type(description="A double entry of the ledger: one amount, debited and credited.")
class LedgerEntry:
    id: strawberry.ID = strawberry.field(description="`led_` and a ULID.")
    debit: str = strawberry.field(description="The ledger account that receives the amount.")
    credit: str = strawberry.field(description="The ledger account that gives the amount.")
    amount: Money = strawberry.field(description="The amount.")
    at: datetime = strawberry.field(description="When the amount moved.")

    @classmethod
    def of(cls, entry: ledger.LedgerEntry) -> Self:
        return cls(
            id=strawberry.ID(entry.id),
            debit=entry.debit,
            credit=entry.credit,
            amount=Money.of(entry.amount),
            at=entry.at,
        )


@strawberry.federation.type(
    keys=["id"],
    description="A payment for a booking; only its owner and administrators see it.",
)
class Payment:
    id: strawberry.ID = strawberry.field(description="`pay_` and a ULID.")
    status: PaymentStatus = strawberry.field(description="The state of the payment.")
    amount: Money = strawberry.field(description="The amount to pay.")
    refunded: Money = strawberry.field(description="How much is refunded.")
    card_brand: str | None = strawberry.field(description="The card's brand, such as `visa`.")
    card_last4: str | None = strawberry.field(description="The card number's last four digits.")
    created_at: datetime = strawberry.field(description="When it began.")
    refunds: list[Refund] = strawberry.field(
        directives=[assumed(5)], description="Its refunds, the oldest first."
    )
    decline_code: str | None = strawberry.federation.field(
        inaccessible=True, description="Why the card's bank declined."
    )

    @strawberry.field(
        directives=[assumed(10)],
        extensions=[EmptyIfRefused([IsAdmin()], use_directives=False)],
        description="The ledger's entries for it. ADMIN only: for all others it is empty, with an "
        "error that says FORBIDDEN.",
    )
    async def ledger(self, info: Info) -> list[LedgerEntry]:
        return [LedgerEntry.of(entry) for entry in await info.context.ledger_loader.load(self.id)]

    @classmethod
    def of(cls, payment: payments.Payment) -> Self:
        return cls(
            id=strawberry.ID(payment.id),
            status=payment.status,
            amount=Money.of(payment.amount),
            refunded=Money.of(payment.refunded),
            card_brand=payment.card.brand if payment.card else None,
            card_last4=payment.card.last4 if payment.card else None,
            created_at=payment.created_at,
            refunds=[Refund.of(refund) for refund in payment.refunds if refund.done],
            decline_code=payment.decline_code,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        payment = await info.context.payment_loader.load(id)
        if payment is None or not may_see_payment(await info.context.viewer(), payment):
            return None
        return cls.of(payment)


@strawberry.federation.type(
    keys=["id"], description="A person's account; only its owner and administrators see it."
)
class Account:
    id: strawberry.ID = strawberry.field(description="`acc_` and a ULID.")

    @strawberry.field(
        directives=[PAGED, weighs(QUERY)],
        description="Its payments, the newest first; null for all but its owner and ADMIN.",
    )
    async def payments(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Payment] | None:
        if not may_see_payments_of(await info.context.viewer(), self.id):
            return None
        page = await info.context.service.page_of(self.id, PageRequest.parse(first, after))
        return Connection[Payment].of(page, Payment.of)

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:
        return cls(id=id)
