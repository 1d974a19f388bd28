"""A payment in the provider's books, and how it differs from ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.money import Money
from subgraphs.payment.domain.ledger import PROVIDER_BALANCE, LedgerEntry, balance
from subgraphs.payment.domain.payments import OPEN, SETTLED, Card, Payment, PaymentStatus


@dataclass(frozen=True, slots=True)
class Charge:
    """A payment in the provider's books.

    `status` is AUTHORIZED, DECLINED, VOIDED or CAPTURED. `refunds` are minor units by the refund's
    id. `amount` is None for a charge that was voided before it arrived.
    """

    payment_id: str
    status: PaymentStatus
    amount: Money | None
    card: Card | None = None
    decline_code: str | None = None
    refunds: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def balance(self) -> int:
        """What the provider owes the cinema for it, in minor units."""
        if self.status is not PaymentStatus.CAPTURED or self.amount is None:
            return 0
        return self.amount.amount_minor - sum(self.refunds.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement of the books: `kind` is stable, `ours` and `theirs` are for people."""

    payment_id: str
    kind: str
    ours: str
    theirs: str


def differences(
    payment: Payment | None, entries: Iterable[LedgerEntry], charge: Charge | None
) -> list[Difference]:
    """Return every difference between the two books of one payment.

    UNRECORDED: the provider has a charge that we do not know. MISSING: we have money on record and
    the provider has no charge. AMOUNT and STATUS differ. BALANCE: the ledger and the provider
    disagree on the money. A payment that waits for the provider's answer makes no difference.
    """
    if payment is None:
        assert charge is not None, "books to compare"
        return [Difference(charge.payment_id, "UNRECORDED", "-", charge.status)]
    found = _Finder(payment.id)
    ledger = balance(entries, PROVIDER_BALANCE)
    if charge is None:
        if payment.status in SETTLED or payment.status is PaymentStatus.AUTHORIZED:
            found.compare("MISSING", payment.status, "-")
        found.compare("BALANCE", ledger, 0)
        return found.differences
    if charge.amount is not None:
        found.compare("AMOUNT", payment.amount.display, charge.amount.display)
    released_soon = payment.to_release and charge.status is PaymentStatus.AUTHORIZED
    is_known = payment.status not in OPEN and not released_soon
    if is_known and not _agree(payment.status, charge.status):
        found.compare("STATUS", payment.status, charge.status)
    if not payment.is_unsettled:
        found.compare("BALANCE", ledger, charge.balance)
    return found.differences


def _agree(ours: PaymentStatus, theirs: PaymentStatus) -> bool:
    if ours in SETTLED:
        return theirs is PaymentStatus.CAPTURED
    # A payment that was given up before its decline was known is VOIDED here: no money either way.
    return ours is theirs or {ours, theirs} == {PaymentStatus.VOIDED, PaymentStatus.DECLINED}


class _Finder:
    def __init__(self, payment_id: str) -> None:
        self._payment_id = payment_id
        self.differences: list[Difference] = []

    def compare(self, kind: str, ours: object, theirs: object) -> None:
        if ours != theirs:
            self.differences.append(Difference(self._payment_id, kind, str(ours), str(theirs)))
