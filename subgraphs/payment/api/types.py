"""Payment's GraphQL types."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from shared.auth.permissions import IsAdmin
from shared.graphql.enums import describe_enum
from shared.graphql.types import Connection, Money
from shared.pagination import PageRequest
from subgraphs.payment.api.context import Context
from subgraphs.payment.api.permissions import may_see_payment, may_see_payments_of
from subgraphs.payment.domain import ledger, payments
from subgraphs.payment.domain.payments import PaymentStatus

Info = strawberry.Info[Context, None]

describe_enum(
    PaymentStatus,
    "Where a payment stands.",
    PENDING="It is begun, and the provider has not been asked or has not answered.",
    AUTHORIZED="The card's bank keeps the amount aside; nothing is charged.",
    CAPTURED="The amount is charged.",
    VOIDED="Nothing was charged; the amount is free again, or about to be.",
    DECLINED="The card's bank said no.",
    REFUNDED="All of the amount is given back.",
    PARTIALLY_REFUNDED="A part of the amount is given back.",
    UNKNOWN="The provider was asked and nobody knows what it did; it is being found out.",
)


@strawberry.type(description="Money given back.")
class Refund:
    id: strawberry.ID = strawberry.field(description="`ref_` and a ULID.")
    amount: Money = strawberry.field(description="How much.")
    created_at: datetime = strawberry.field(description="When it was asked for.")

    @classmethod
    def of(cls, refund: payments.Refund) -> Self:
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
    status: PaymentStatus = strawberry.field(description="Where it stands.")
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


@strawberry.federation.type(keys=["id"], description="An account; here, what it has paid.")
class Account:
    id: strawberry.ID = strawberry.field(description="`acc_` and a ULID.")

    @strawberry.field(
        description="Its payments, the newest first; null to all but its owner and ADMIN."
    )
    async def payments(
        self,
        info: Info,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="The cursor to start behind.")
        ] = None,
    ) -> Connection[Payment] | None:
        if not may_see_payments_of(await info.context.viewer(), self.id):
            return None
        page = await info.context.service.page_of(self.id, PageRequest.parse(first, after))
        return Connection[Payment].of(page, Payment.of)

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:
        return cls(id=id)
