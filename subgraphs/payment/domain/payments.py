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
    # PENDING is written before the provider is asked, so that every charge has a record.
    _P.PENDING: frozenset({_P.AUTHORIZED, _P.DECLINED, _P.UNKNOWN, _P.VOIDED}),
    # UNKNOWN ends with the provider's answer.
    _P.UNKNOWN: frozenset({_P.AUTHORIZED, _P.DECLINED, _P.VOIDED}),
    _P.AUTHORIZED: frozenset({_P.CAPTURED, _P.VOIDED}),
    _P.CAPTURED: frozenset({_P.PARTIALLY_REFUNDED, _P.REFUNDED}),
    _P.PARTIALLY_REFUNDED: frozenset({_P.PARTIALLY_REFUNDED, _P.REFUNDED}),
    _P.VOIDED: frozenset(),
    _P.DECLINED: frozenset(),
    _P.REFUNDED: frozenset(),
}
"""Every legal change of state."""

OPEN = frozenset({_P.PENDING, _P.UNKNOWN})
"""The states in which the provider's answer is not known yet."""
OVER = frozenset({_P.VOIDED, _P.DECLINED})
"""The final states without money: an amount that is reserved anyway is released."""
SETTLED = frozenset({_P.CAPTURED, _P.PARTIALLY_REFUNDED, _P.REFUNDED})
"""The states in which the money has been taken."""
ANONYMOUS = "deleted"
"""The account of a payment whose owner was deleted."""


@dataclass(frozen=True, slots=True)
class Card:
    """What may be shown of a card."""

    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that goes back to the card: `done` once the provider has confirmed it.

    `attempt` counts the requests to the provider, from 1. The next attempt begins when the provider
    has said for certain that the last one refunded nothing.
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
    is the provider's own id, if it has one. `to_release` says that the provider must release what
    it may have reserved, and has not confirmed it yet.
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
        """Whether a request to the provider has no answer yet."""
        waits = self.status in OPEN or self.to_release
        return waits or any(not refund.done for refund in self.refunds)

    @property
    def unsettled_since(self) -> datetime:
        """When the oldest request without an answer began."""
        if self.status in OPEN:
            return self.created_at
        waiting = [refund.created_at for refund in self.refunds if not refund.done]
        return min(waiting, default=self.created_at)

    @property
    def refunded(self) -> Money:
        """How much the provider has refunded."""
        done = sum(refund.amount.amount_minor for refund in self.refunds if refund.done)
        return Money(done, self.amount.currency)

    @property
    def refundable(self) -> Money:
        """How much can still be refunded; refunds under way count as refunded."""
        if self.status not in SETTLED:
            return Money(0, self.amount.currency)
        promised = sum(refund.amount.amount_minor for refund in self.refunds)
        return self.amount - Money(promised, self.amount.currency)

    def refund(self, refund_id: str) -> Refund | None:
        """Return the refund with that id, if any."""
        return next((refund for refund in self.refunds if refund.id == refund_id), None)

    def with_status(
        self,
        status: PaymentStatus,
        now: datetime,
        *,
        card: Card | None = None,
        decline_code: str | None = None,
    ) -> "Payment":
        """Return the payment in its next state. Raises IllegalTransition for an illegal change."""
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
        """Return the payment as voided here; the provider must still release it."""
        return replace(self.with_status(PaymentStatus.VOIDED, now), to_release=True)

    def with_release_due(self, now: datetime) -> "Payment":
        """Return the payment, which is over, marked for release at the provider."""
        return replace(self, to_release=True, updated_at=now, version=self.version + 1)

    def released(self, now: datetime) -> "Payment":
        """Return the payment after the provider confirmed that nothing is reserved."""
        return replace(self, to_release=False, updated_at=now, version=self.version + 1)

    def renewed(self, now: datetime) -> "Payment":
        """Return the payment when a caller asks for it again: its time limit starts again."""
        return replace(self, updated_at=now, version=self.version + 1)

    def with_charge_id(self, charge_id: str, now: datetime) -> "Payment":
        """Return the payment with the provider's own id."""
        return replace(self, charge_id=charge_id, updated_at=now, version=self.version + 1)

    def with_refund(self, refund: Refund, now: datetime) -> "Payment":
        """Return the payment with a refund under way. Raises IllegalTransition for too much."""
        if refund.amount.amount_minor > self.refundable.amount_minor:
            raise IllegalTransition(self.status, PaymentStatus.REFUNDED)
        return replace(
            self, refunds=(*self.refunds, refund), updated_at=now, version=self.version + 1
        )

    def with_refund_refused(self, refund: Refund, now: datetime) -> "Payment":
        """Return the payment after the provider refused an attempt: the next one may begin."""
        refunds = tuple(
            replace(each, attempt=refund.attempt + 1) if each == refund else each
            for each in self.refunds
        )
        return replace(self, refunds=refunds, updated_at=now, version=self.version + 1)

    def with_refund_done(self, refund_id: str, now: datetime) -> "Payment":
        """Return the payment after the provider confirmed the refund."""
        refunds = tuple(
            replace(refund, done=True) if refund.id == refund_id else refund
            for refund in self.refunds
        )
        paid = replace(self, refunds=refunds)
        everything = paid.refunded == self.amount
        status = PaymentStatus.REFUNDED if everything else PaymentStatus.PARTIALLY_REFUNDED
        return replace(paid.with_status(status, now), decline_code=self.decline_code)


def payment_id_for(reference: str) -> str:
    """Return the payment's id for the caller's reference: `bkg_<ULID>` becomes `pay_<ULID>`.

    A call that is repeated after a crash therefore finds what the first one wrote.
    """
    return "pay_" + reference.partition("_")[2]
