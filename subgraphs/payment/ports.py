"""What the use cases need from outside; `adapters/` implements it."""

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
    """The card's bank or the provider declined; `code` is the provider's own."""

    code: str


@dataclass(frozen=True, slots=True)
class Voided:
    """The payment was voided before it arrived: nothing is reserved."""


class PaymentProvider(Protocol):
    """The payment provider. Every call is idempotent: ids say which calls are the same.

    Every call raises OutcomeUnknown without a clear answer, and ProviderRefused when the provider
    answered that it did nothing.
    """

    async def prepare(self, payment: Payment) -> str | Declined | None:
        """Return the provider's own id for a new payment; None when it uses ours.

        No money moves. The caller stores the id before it calls `authorize`.
        """
        ...

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        """Reserve the payment's amount on the card that `token` stands for."""
        ...

    async def capture(self, payment: Payment) -> None:
        """Capture the reserved amount."""
        ...

    async def void(self, payment: Payment) -> None:
        """Release the reserved amount; nothing can be reserved for this payment afterwards.

        Without the provider's own id, where it needs one, nothing can have been reserved: the call
        does nothing, and the caller makes sure that the payment gets no id afterwards.
        """
        ...

    async def refund(self, payment: Payment, refund: Refund) -> None:
        """Refund a part or all of the captured amount.

        ProviderRefused ends the refund's attempt: this attempt refunded nothing.
        """
        ...

    async def find(self, payment: Payment) -> Charge | None:
        """Return the provider's charge for a payment; None when it has none."""
        ...

    def charges(self, since: datetime) -> AsyncIterator[Charge]:
        """Yield every charge that changed at or after `since`, in full."""
        ...

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        """Return the id of the payment that a webhook is about; None for any other webhook.

        Raises InvalidSignature when the provider did not sign it within the last 5 minutes.
        """
        ...


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """The next version of a payment, with its ledger entry and its events."""

    payment: Payment
    entry: LedgerEntry | None = None
    events: Sequence[PaymentCaptured | PaymentRefunded] = ()


class PaymentStore(Protocol):
    """Payments and the ledger."""

    async def add(self, payment: Payment) -> Payment:
        """Store a new payment and return it, or return the one that already has its id.

        A payment of a deleted account is stored without the account.
        """
        ...

    async def get(self, id: str) -> Payment | None:
        """Return the payment with that id, if any."""
        ...

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        """Return the payments that exist, by id."""
        ...

    async def save(self, change: PaymentChange) -> None:
        """Write the next version with its ledger entry and events, all or nothing.

        Raises VersionConflict when another writer was faster.
        """
        ...

    async def unsettled(
        self, untouched_since: datetime, due: datetime, limit: int
    ) -> list[Payment]:
        """Return unsettled payments that are due, the longest waiting first.

        They have not changed since `untouched_since` and are not postponed beyond `due`.
        """
        ...

    async def postpone(self, payment: Payment, until: datetime) -> None:
        """Do not return it as unsettled before `until`, unless it changes."""
        ...

    async def touched_since(self, since: datetime) -> list[Payment]:
        """Return every payment that changed at or after `since`."""
        ...

    async def page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> tuple[list[Payment], Count]:
        """Return up to size + 1 payments after the cursor, the newest first, and their count."""
        ...

    async def ledger(self, payment_ids: Sequence[str]) -> list[LedgerEntry]:
        """Return the entries of these payments, the oldest first."""
        ...

    async def anonymise(self, account_id: str) -> None:
        """Remove the account and the card from its payments, future ones too. Idempotent."""
        ...
