"""Money never mixes currencies and reads as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import CURRENCIES, Money, total


@pytest.mark.parametrize(
    ("amount_minor", "currency", "text"),
    [
        (12050, "MXN", "MXN 120.50"),
        (5, "MXN", "MXN 0.05"),
        (-12050, "MXN", "MXN -120.50"),
        (3_500_000, "COP", "COP 35,000.00"),
        (6200, "CLP", "CLP 6,200"),
        (1500, "JPY", "JPY 1,500"),
        (1500, "KWD", "KWD 1.500"),
    ],
)
def test_an_amount_is_displayed_with_its_currencys_digits(
    amount_minor: int, currency: str, text: str
) -> None:
    assert Money(amount_minor, currency).display == text


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("MXN", 2), ("COP", 2), ("EUR", 2), ("CLP", 0), ("JPY", 0), ("KWD", 3), ("BHD", 3)],
)
def test_a_currency_has_the_digits_of_its_minor_unit(currency: str, digits: int) -> None:
    assert CURRENCIES[currency] == digits


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("CLF", id="fund CLF"),
        pytest.param("MXV", id="fund MXV"),
        pytest.param("CHE", id="fund CHE"),
        pytest.param("USN", id="fund USN"),
        pytest.param("XAU", id="gold"),
        pytest.param("XPT", id="platinum"),
        pytest.param("XDR", id="drawing right"),
        pytest.param("XTS", id="test code"),
        pytest.param("XXX", id="no currency"),
        pytest.param("mxn", id="lower case"),
        pytest.param("BTC", id="not in ISO 4217"),
    ],
)
def test_a_code_that_nobody_pays_in_is_not_a_currency(code: str) -> None:
    assert code not in CURRENCIES


def test_every_currency_has_a_code_and_digits() -> None:
    assert len(CURRENCIES) > 150
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert set(CURRENCIES.values()) <= {0, 2, 3}


def test_different_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="MXN"):
        _ = Money(1, "MXN") + Money(1, "CLP")
    with pytest.raises(ValueError, match="MXN"):
        _ = Money(1, "MXN") - Money(1, "CLP")
    with pytest.raises(ValueError, match="MXN"):
        total([Money(1, "CLP")], "MXN")


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_total_is_the_sum(amounts: list[int]) -> None:
    assert total([Money(amount, "MXN") for amount in amounts], "MXN") == Money(sum(amounts), "MXN")
