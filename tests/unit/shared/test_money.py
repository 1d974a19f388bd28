"""Money never mixes currencies and reads as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import Money, total


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(12050, "MXN"), "MXN 120.50"),
        (Money(5, "MXN"), "MXN 0.05"),
        (Money(-12050, "MXN"), "MXN -120.50"),
        (Money(3_500_000, "COP"), "COP 35,000.00"),
        (Money(6200, "CLP"), "CLP 6,200"),
        (Money(1500, "JPY"), "JPY 1,500"),
        (Money(1500, "KWD"), "KWD 1.500"),
    ],
)
def test_display(money: Money, text: str) -> None:
    assert money.display == text


def test_other_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="MXN"):
        _ = Money(1, "MXN") + Money(1, "CLP")
    with pytest.raises(ValueError, match="MXN"):
        _ = Money(1, "MXN") - Money(1, "CLP")
    with pytest.raises(ValueError, match="MXN"):
        total([Money(1, "CLP")], "MXN")


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_total_is_the_sum(amounts: list[int]) -> None:
    assert total([Money(amount, "MXN") for amount in amounts], "MXN") == Money(sum(amounts), "MXN")
