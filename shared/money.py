"""Money as integer minor units with an ISO 4217 code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from iso4217 import Currency

# Funds, bond units and units of account: ISO 4217 lists them, and nobody pays in them.
_NOT_PAID_IN = frozenset(["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "XAD"])

CURRENCIES: Mapping[str, int] = MappingProxyType(
    {
        currency.code: currency.exponent
        for currency in Currency
        if currency.exponent is not None and currency.code not in _NOT_PAID_IN
    }
)
"""The ISO 4217 codes of the currencies that people pay in, with the digits of their minor unit."""


LARGEST_AMOUNT = 2**31 - 1
"""The most minor units that the API can answer: a GraphQL Int has 32 bits.

What would cost more is refused before anything is held or charged.
"""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency.

    `amount_minor` counts the currency's smallest unit: 12050 is MXN 120.50, and CLP 12050 is
    12,050 pesos, since the Chilean peso has no minor unit.
    """

    amount_minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Return the sum. Raises ValueError when the currencies differ."""
        self._same_currency(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Return the difference, which may be negative. Raises ValueError like `+`."""
        self._same_currency(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    @property
    def display(self) -> str:
        """The amount as people read it, such as `MXN 120.50`."""
        exponent = CURRENCIES.get(self.currency, 2)
        sign = "-" if self.amount_minor < 0 else ""
        major, minor = divmod(abs(self.amount_minor), 10**exponent)
        fraction = f".{minor:0{exponent}d}" if exponent else ""
        return f"{self.currency} {sign}{major:,}{fraction}"

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum of `amounts`, all in `currency`; zero when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
