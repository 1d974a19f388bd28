"""The facts that payment tells, and those that it hears, by the topic that names them."""

from dataclasses import dataclass
from typing import ClassVar

ACCOUNT_DELETED = "account.deleted.v1"
"""An account is gone; `accountId` says which."""


@dataclass(frozen=True, slots=True)
class PaymentCaptured:
    """The money of a payment has been taken."""

    TOPIC: ClassVar[str] = "payment.captured.v1"

    payment_id: str
    reference: str
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        return self.payment_id


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """Money of a payment has been given back; `amount_minor` is that of this one refund."""

    TOPIC: ClassVar[str] = "payment.refunded.v1"

    payment_id: str
    reference: str
    refund_id: str
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        return self.payment_id
