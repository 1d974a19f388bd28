"""Payments and their states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.money import Money
from subgraphs.payment.errors import IllegalTransition


class PaymentStatus(StrEnum):
    """Where a payment stands."""

    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    CAPTURED = "CAPTURED"
    VOIDED = "VOIDED"
    DECLINED = "DECLINED"
    REFUNDED = "REFUNDED"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    UNKNOWN = "UNKNOWN"


_P = PaymentStatus

TRANSITIONS: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    # PENDING is written before the provider is asked, so that no charge is without its record.
    _P.PENDING: frozenset({_P.AUTHORIZED, _P.DECLINED, _P.UNKNOWN, _P.VOIDED}),
    # UNKNOWN is a question, and leaves by whichever answer the provider gives.
    _P.UNKNOWN: frozenset({_P.AUTHORIZED, _P.DECLINED, _P.VOIDED}),
    _P.AUTHORIZED: frozenset({_P.CAPTURED, _P.VOIDED}),
    _P.CAPTURED: frozenset({_P.PARTIALLY_REFUNDED, _P.REFUNDED}),
    _P.PARTIALLY_REFUNDED: frozenset({_P.PARTIALLY_REFUNDED, _P.REFUNDED}),
    _P.VOIDED: frozenset(),
    _P.DECLINED: frozenset(),
    _P.REFUNDED: frozenset(),
}
"""Every change of state that there is."""

OPEN = frozenset({_P.PENDING, _P.UNKNOWN})
"""The states in which the provider's answer is not known yet."""
OVER = frozenset({_P.VOIDED, _P.DECLINED})
"""The states of which nothing is to come any more; what is reserved all the same is released."""
SETTLED = frozenset({_P.CAPTURED, _P.PARTIALLY_REFUNDED, _P.REFUNDED})
"""The states in which the money has been taken."""
ANONYMOUS = "deleted"
"""Stands for the account of a payment whose owner is gone."""


@dataclass(frozen=True, slots=True)
class Card:
    """What may be shown of a card."""

    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back, or back: `done` once the provider has confirmed it.

    `attempt` counts, from 1, how often the provider is asked for it: the next one begins when the
    provider has said for certain that the one before gave nothing back.
    """

    id: str
    amount: Money
    created_at: datetime
    done: bool = False
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to take `amount` from an account, under the caller's own `reference`.

    `version` rises by one with every change; a writer that read an older one loses. `charge_id`
    is the provider's own id for it; None while it has none, and for ever where ours serves.
    `to_release` says that nothing may stay reserved for it, and that the provider has not confirmed
    that yet.
    """

    id: str
    reference: str
    charge_id: str | None
    account_id: str
    amount: Money
    status: PaymentStatus
    card: Card | None
    decline_code: str | None
    refunds: tuple[Refund, ...]
    created_at: datetime
    updated_at: datetime
    version: int
    to_release: bool = False

    @property
    def is_unsettled(self) -> bool:
        """Whether something that the provider was, or may have been, asked has no answer yet."""
        waits = self.status in OPEN or self.to_release
        return waits or any(not refund.done for refund in self.refunds)

    @property
    def unsettled_since(self) -> datetime:
        """When what has no answer yet was begun, the oldest of it; else, and where it is to be
        released, when all was."""
        if self.status in OPEN:
            return self.created_at
        waiting = [refund.created_at for refund in self.refunds if not refund.done]
        return min(waiting, default=self.created_at)

    @property
    def refunded(self) -> Money:
        """What has gone back."""
        done = sum(refund.amount.amount_minor for refund in self.refunds if refund.done)
        return Money(done, self.amount.currency)

    @property
    def refundable(self) -> Money:
        """What could still be given back, counting refunds under way as gone."""
        if self.status not in SETTLED:
            return Money(0, self.amount.currency)
        promised = sum(refund.amount.amount_minor for refund in self.refunds)
        return self.amount - Money(promised, self.amount.currency)

    def refund(self, refund_id: str) -> Refund | None:
        """The refund by that id."""
        return next((refund for refund in self.refunds if refund.id == refund_id), None)

    def became(
        self,
        status: PaymentStatus,
        now: datetime,
        *,
        card: Card | None = None,
        decline_code: str | None = None,
    ) -> "Payment":
        """The payment in its next state; IllegalTransition when the table does not have it."""
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(self.status, status)
        return replace(
            self,
            status=status,
            card=None if self.account_id == ANONYMOUS else card or self.card,
            decline_code=decline_code,
            updated_at=now,
            version=self.version + 1,
        )

    def given_up(self, now: datetime) -> "Payment":
        """The payment once nothing is to come of it any more, whatever the provider has heard."""
        return replace(self.became(PaymentStatus.VOIDED, now), to_release=True)

    def reserved_in_vain(self, now: datetime) -> "Payment":
        """The payment, over as it is, when something is, or may be, reserved for it."""
        return replace(self, to_release=True, updated_at=now, version=self.version + 1)

    def released(self, now: datetime) -> "Payment":
        """The payment once the provider has confirmed that nothing is reserved."""
        return replace(self, to_release=False, updated_at=now, version=self.version + 1)

    def asked_again(self, now: datetime) -> "Payment":
        """The payment when somebody asks for it anew: it may still come for as long as at first."""
        return replace(self, updated_at=now, version=self.version + 1)

    def called(self, charge_id: str, now: datetime) -> "Payment":
        """The payment with the provider's own id for it on record."""
        return replace(self, charge_id=charge_id, updated_at=now, version=self.version + 1)

    def promised(self, refund: Refund, now: datetime) -> "Payment":
        """The payment with a refund under way; IllegalTransition when there is not so much left."""
        if refund.amount.amount_minor > self.refundable.amount_minor:
            raise IllegalTransition(self.status, PaymentStatus.REFUNDED)
        return replace(
            self, refunds=(*self.refunds, refund), updated_at=now, version=self.version + 1
        )

    def refused(self, refund: Refund, now: datetime) -> "Payment":
        """The payment once an attempt to refund has come to nothing: the next may begin."""
        refunds = tuple(
            replace(each, attempt=refund.attempt + 1) if each == refund else each
            for each in self.refunds
        )
        return replace(self, refunds=refunds, updated_at=now, version=self.version + 1)

    def gave_back(self, refund_id: str, now: datetime) -> "Payment":
        """The payment once the provider has confirmed the refund."""
        refunds = tuple(
            replace(refund, done=True) if refund.id == refund_id else refund
            for refund in self.refunds
        )
        paid = replace(self, refunds=refunds)
        everything = paid.refunded == self.amount
        status = PaymentStatus.REFUNDED if everything else PaymentStatus.PARTIALLY_REFUNDED
        return replace(paid.became(status, now), decline_code=self.decline_code)


def payment_id_for(reference: str) -> str:
    """The payment's id, derived from the caller's reference (`bkg_<ULID>` becomes `pay_<ULID>`).

    A call that is repeated after a crash therefore meets what the first one wrote.
    """
    return "pay_" + reference.partition("_")[2]
