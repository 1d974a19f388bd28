"""The events that payment publishes, and those that it consumes."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AccountDeleted:
    """Consumed: an account was deleted."""

    TOPIC: ClassVar[str] = "account.deleted.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id


@dataclass(frozen=True, slots=True)
class PaymentCaptured:
    """Published: a payment was captured."""

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
    """Published: a refund was paid; `amount_minor` is the amount of this one refund."""

    TOPIC: ClassVar[str] = "payment.refunded.v1"

    payment_id: str
    reference: str
    refund_id: str
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        return self.payment_id
