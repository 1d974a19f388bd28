"""Payment's inputs and their rules."""

from typing import Annotated

import strawberry
from pydantic import Field, StringConstraints

from shared.money import Money
from shared.validation.fields import spelt
from shared.validation.inputs import ValidatedInput
from subgraphs.payment.domain.payments import ANONYMOUS

_ULID = "[0-9A-HJKMNP-TV-Z]{26}"
Reference = Annotated[str, spelt(f"bkg_{_ULID}", "Write a booking's id: `bkg_` and a ULID.")]
RefundId = Annotated[str, spelt(f"ref_{_ULID}", "Write a refund's id: `ref_` and a ULID.")]
AccountId = Annotated[str, spelt(f"acc_{_ULID}", "Write an account's id: `acc_` and a ULID.")]
AccountIdOrDeleted = Annotated[
    str,
    spelt(f"acc_{_ULID}|{ANONYMOUS}", f"Write an account's id, or `{ANONYMOUS}`."),
]
Currency = Annotated[str, spelt("[A-Z]{3}", "Write an ISO 4217 code, such as MXN.")]
Amount = Annotated[int, Field(gt=0)]
"""Up to shared.money.LARGEST_AMOUNT, which is the largest Int of GraphQL.

A provider that takes less of some currencies declines the payment."""
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ValidatedCharge(ValidatedInput):
    """A payment's reference, account and amount; the account may be `deleted`."""

    reference: Reference
    account_id: AccountIdOrDeleted
    amount_minor: Amount
    currency: Currency

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class ValidatedAuthorization(ValidatedCharge):
    """A charge and the token of the card to charge."""

    account_id: AccountId
    payment_token: Token


class ValidatedRefund(ValidatedInput):
    """A refund's payment, amount and id."""

    reference: Reference
    refund_id: RefundId
    amount_minor: Amount
    currency: Currency

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


@strawberry.federation.input(inaccessible=True, description="A payment to authorise.")
class AuthorizePaymentInput:
    reference: strawberry.ID = strawberry.field(
        description="The booking to pay; one reference stands for one payment."
    )
    account_id: strawberry.ID = strawberry.field(description="The account that pays.")
    amount_minor: int = strawberry.field(description="In the currency's smallest unit.")
    currency: str = strawberry.field(description="ISO 4217.")
    payment_token: str = strawberry.field(description="The provider's token for the card.")


@strawberry.federation.input(inaccessible=True, description="A payment to void.")
class VoidPaymentInput:
    reference: strawberry.ID = strawberry.field(description="The booking of the payment.")
    account_id: strawberry.ID = strawberry.field(
        description="The account of the payment; `deleted` when it was deleted."
    )
    amount_minor: int = strawberry.field(description="In the currency's smallest unit.")
    currency: str = strawberry.field(description="ISO 4217.")


@strawberry.federation.input(inaccessible=True, description="A refund to make.")
class RefundPaymentInput:
    reference: strawberry.ID = strawberry.field(description="The booking that was paid.")
    refund_id: strawberry.ID = strawberry.field(
        description="The caller's id for this refund; one id stands for one refund."
    )
    amount_minor: int = strawberry.field(description="In the currency's smallest unit.")
    currency: str = strawberry.field(description="ISO 4217.")
