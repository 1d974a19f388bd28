"""What the use cases need from outside; adapters are in store.py and sandbox.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.money import Money
from shared.pagination import PageRequest
from subgraphs.payment.domain import Card, LedgerEntry, Payment, PaymentStatus
from subgraphs.payment.events import PaymentCaptured, PaymentRefunded


@dataclass(frozen=True, slots=True)
class Authorized:
    """The provider has reserved the amount on this card."""

    card: Card


@dataclass(frozen=True, slots=True)
class Declined:
    """The card's bank said no; `code` is the provider's own."""

    code: str


@dataclass(frozen=True, slots=True)
class ChargeState:
    """What the provider says of a charge: `status` in this house's words."""

    status: PaymentStatus
    card: Card | None
    decline_code: str | None


class PaymentProvider(Protocol):
    """Whoever moves the money. Every call may be repeated: the provider knows it by its ids.

    Every method raises OutcomeUnknown when no answer came.
    """

    async def authorize(self, payment_id: str, amount: Money, token: str) -> Authorized | Declined:
        """Reserve `amount` on the card that `token` stands for."""
        ...

    async def capture(self, payment_id: str) -> None:
        """Take what was reserved."""
        ...

    async def void(self, payment_id: str) -> None:
        """Give up what was reserved; a charge unknown to the provider can then never come."""
        ...

    async def refund(self, payment_id: str, refund_id: str, amount: Money) -> None:
        """Give back a part or all of what was taken."""
        ...

    async def find(self, payment_id: str) -> ChargeState | None:
        """What became of a charge; None when the provider has not heard of it."""
        ...


class PaymentStore(Protocol):
    """Payments and the ledger."""

    async def add(self, payment: Payment) -> Payment:
        """Keep a new payment; the one that is there already when its id is taken."""
        ...

    async def get(self, id: str) -> Payment | None:
        """The payment by that id."""
        ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        """The payments that exist of `ids`, by id."""
        ...

    async def save(
        self,
        payment: Payment,
        entry: LedgerEntry | None = None,
        event: PaymentCaptured | PaymentRefunded | None = None,
    ) -> bool:
        """Write the next version with its ledger entry and event, all or none.

        False when another writer was faster: read again and decide anew.
        """
        ...

    async def page(
        self, status: PaymentStatus | None, request: PageRequest
    ) -> tuple[list[Payment], int]:
        """Up to size + 1 payments behind the cursor, the newest first, and how many there are."""
        ...

    async def ledger(self, payment_id: str) -> list[LedgerEntry]:
        """The payment's entries, the oldest first."""
        ...
