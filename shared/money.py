"""Money as integer minor units with an ISO 4217 code. Standard library only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TWO_DIGITS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
    QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES: Mapping[str, int] = MappingProxyType(
    {
        code: digits
        for digits, codes in ((0, _NO_DIGITS), (2, _TWO_DIGITS), (3, _THREE_DIGITS))
        for code in codes.split()
    }
)
"""The currencies that people pay in, with the digits of their minor unit.

These are ISO 4217's of 2026 without its funds, metals, units of account and test codes.
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
        exponent = CURRENCIES.get(self.currency, 2)
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
