"""Payment's GraphQL types."""

from datetime import datetime
from typing import Self

import strawberry

from shared.auth.permissions import IsAdmin
from shared.graphql.types import Money
from subgraphs.payment import domain
from subgraphs.payment.context import Context
from subgraphs.payment.permissions import may_see_payment

Info = strawberry.Info[Context, None]

strawberry.enum(domain.PaymentStatus, description="Where a payment stands.")


@strawberry.type(description="Money given back.")
class Refund:
    id: strawberry.ID = strawberry.field(description="`ref_` and a ULID.")
    amount: Money = strawberry.field(description="How much.")
    created_at: datetime = strawberry.field(description="When it was asked for.")

    @classmethod
    def of(cls, refund: domain.Refund) -> Self:
        return cls(
            id=strawberry.ID(refund.id),
            amount=Money.of(refund.amount),
            created_at=refund.created_at,
        )


@strawberry.type(description="A double entry of the ledger: both halves, so that it sums to zero.")
class LedgerEntry:
    id: strawberry.ID = strawberry.field(description="`led_` and a ULID.")
    debit: str = strawberry.field(description="The account that the amount comes to.")
    credit: str = strawberry.field(description="The account that the amount comes from.")
    amount: Money = strawberry.field(description="How much.")
    at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, entry: domain.LedgerEntry) -> Self:
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
    status: domain.PaymentStatus = strawberry.field(description="Where it stands.")
    amount: Money = strawberry.field(description="What was to be paid.")
    refunded: Money = strawberry.field(description="What has gone back.")
    card_brand: str | None = strawberry.field(description="Such as `visa`.")
    card_last4: str | None = strawberry.field(description="The card number's last four digits.")
    created_at: datetime = strawberry.field(description="When it was begun.")
    refunds: list[Refund] = strawberry.field(description="What was given back, the oldest first.")
    decline_code: str | None = strawberry.federation.field(
        inaccessible=True, description="Why the card's bank said no."
    )

    @strawberry.field(
        permission_classes=[IsAdmin], description="The ledger's entries for it. ADMIN only."
    )
    async def ledger(self, info: Info) -> list[LedgerEntry]:
        return [LedgerEntry.of(entry) for entry in await info.context.service.ledger(self.id)]

    @classmethod
    def of(cls, payment: domain.Payment) -> Self:
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
