"""The buckets, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

READS = "reads"
"""The class of queries and subscriptions; a schema names the classes of its mutations."""
WRITES = "writes"
"""The class of mutations that need no class of their own."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket that holds `capacity` points and gets `per_second` back until it is full."""

    capacity: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The buckets of one class of operations."""

    of_address: Rate
    of_account: Rate


RatesByClass = Mapping[str, Rates]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose bucket an operation is charged to."""

    kind: Literal["account", "address"]
    id: str

    def rate(self, rates: Rates) -> Rate:
        """Return this caller's bucket among those of a class."""
        return rates.of_account if self.kind == "account" else rates.of_address
