"""Money as integer minor units with an ISO 4217 code. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass

# ISO 4217's minor-unit exponents that differ from two digits, for the currencies in use.
_EXPONENTS = {"CLP": 0}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency.

    `amount_minor` counts the currency's smallest unit: 12050 is MXN 120.50, and CLP 12050 is
    12,050 pesos, since the Chilean peso has no minor unit.
    """

    amount_minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """The sum; ValueError when the currencies differ."""
        self._same_currency(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """The difference, which may be negative; ValueError when the currencies differ."""
        self._same_currency(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    @property
    def display(self) -> str:
        """The amount as people read it, such as `MXN 120.50`."""
        exponent = _EXPONENTS.get(self.currency, 2)
        sign = "-" if self.amount_minor < 0 else ""
        major, minor = divmod(abs(self.amount_minor), 10**exponent)
        fraction = f".{minor:0{exponent}d}" if exponent else ""
        return f"{self.currency} {sign}{major:,}{fraction}"

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, all of which must be in `currency`; zero when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
