"""`python -m subgraphs.payment reconcile`: the ledger against the provider's books."""

import sys
from datetime import datetime

from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from subgraphs.payment.app import open_books
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.service.reconciliation import compare
from subgraphs.payment.settings import Settings

_LONGEST_SECONDS = 30.0
_CANNOT_COMPARE = (
    OutcomeUnknown,
    ProviderRefused,
    VaultAccessError,
    FileNotFoundError,
    *PART_FAILURES,
)


async def reconcile(settings: Settings, since: datetime) -> int:
    """Print every difference in payments that changed at or after `since`.

    Returns the exit code: 0 without differences, 1 with some, and 2 with a message on standard
    error when the books cannot be compared.
    """
    # No caller waits, and nothing repeats the command: it may take longer than a request.
    patient = settings.model_copy(update={"provider_timeout_seconds": _LONGEST_SECONDS})
    try:
        async with open_books(patient) as books:
            compared, found = await compare(books.store, books.provider.provider, since)
    except _CANNOT_COMPARE as error:
        print(f"The books cannot be compared: {error}", file=sys.stderr)
        return 2
    for each in found:
        print(f"{each.kind:<10} {each.payment_id}  ours: {each.ours}  provider's: {each.theirs}")
    print(f"{compared} payments compared since {since.isoformat()}: {len(found)} differences")
    return 1 if found else 0
