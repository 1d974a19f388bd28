"""What the use cases need from outside; adapters are in store.py and providers/."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.pagination import Count, PageRequest
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import Card, Payment, PaymentStatus, Refund
from subgraphs.payment.events import PaymentCaptured, PaymentRefunded


@dataclass(frozen=True, slots=True)
class Authorized:
    """The provider has reserved the amount on this card."""

    card: Card


@dataclass(frozen=True, slots=True)
class Declined:
    """The card's bank or the provider said no, for good; `code` is the provider's own."""

    code: str


@dataclass(frozen=True, slots=True)
class Voided:
    """The payment was voided before it came: nothing is reserved."""


class PaymentProvider(Protocol):
    """Whoever moves the money. Every call may be repeated: the provider knows it by its ids.

    Every call raises OutcomeUnknown when no answer came that says, and ProviderRefused when the
    provider answered that it has not done it.
    """

    async def prepare(self, payment: Payment) -> str | Declined | None:
        """The provider's own id for a payment that has none yet; None where ours serves.

        No money moves, however often it is asked. The id is kept before `authorize` is called,
        which alone makes it good for anything.
        """
        ...

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        """Reserve the payment's amount on the card that `token` stands for."""
        ...

    async def capture(self, payment: Payment) -> None:
        """Take what was reserved."""
        ...

    async def void(self, payment: Payment) -> None:
        """Give up what was reserved; what was not, cannot be any more.

        A payment without the provider's own id, where it needs one, cannot have been reserved:
        there is nothing to give up, and the caller sees to it that it is given no id.
        """
        ...

    async def refund(self, payment: Payment, refund: Refund) -> None:
        """Give back a part or all of what was taken.

        ProviderRefused ends the refund's attempt: for certain, it has given nothing back.
        """
        ...

    async def find(self, payment: Payment) -> Charge | None:
        """What became of a payment; None when the provider has not heard of it."""
        ...

    def charges(self, since: datetime) -> AsyncIterator[Charge]:
        """Every charge of which something changed at or after `since`, whole."""
        ...

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        """The payment that a webhook tells of; None for what is no payment of ours.

        Raises InvalidSignature when the provider did not sign it, or more than 5 minutes ago.
        """
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """The next version of a payment, with what goes into the ledger and out as an event."""

    payment: Payment
    entry: LedgerEntry | None = None
    event: PaymentCaptured | PaymentRefunded | None = None


class PaymentStore(Protocol):
    """Payments and the ledger."""

    async def add(self, payment: Payment) -> Payment:
        """Keep a new payment; the one that is there already when its id is taken.

        One of an account that is gone is kept as nobody's.
        """
        ...

    async def get(self, id: str) -> Payment | None:
        """The payment by that id."""
        ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        """The payments that exist of `ids`, by id."""
        ...

    async def save(self, change: Change) -> bool:
        """Write the next version with its ledger entry and event, all or none.

        False when another writer was faster: read again and decide anew.
        """
        ...

    async def unsettled(
        self, untouched_since: datetime, due: datetime, limit: int
    ) -> list[Payment]:
        """Payments with an answer outstanding, that nobody has changed since then and that were
        not postponed beyond `due`; those that wait longest for their turn first."""
        ...

    async def postpone(self, payment: Payment, until: datetime) -> None:
        """Do not list it among the unsettled before `until`, unless it changes."""
        ...

    async def touched_since(self, since: datetime) -> list[Payment]:
        """Every payment that changed at or after `since`."""
        ...

    async def page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> tuple[list[Payment], Count]:
        """Up to size + 1 payments behind the cursor, the newest first, and who counts all."""
        ...

    async def ledger(self, payment_ids: Sequence[str]) -> list[LedgerEntry]:
        """The entries of these payments, the oldest first."""
        ...

    async def anonymise(self, account_id: str, event_id: str) -> None:
        """Take the account and the card out of its payments, to come ones too, once per event."""
        ...
