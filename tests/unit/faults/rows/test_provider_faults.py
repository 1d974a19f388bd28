"""Row 5 fails when the provider's faults did not happen at their rates."""

from collections import Counter
from random import Random

import pytest

from tests.faults.rows.provider_faults import check_rates
from tests.faults.testbed import RowFailed


def _outcomes_at_the_rates() -> Counter[str]:
    random = Random(7)
    kinds, rates = ("PENDING", "PaymentDeclined", "CONFIRMED"), (0.2, 0.08, 0.72)
    return Counter(random.choices(kinds, rates, k=500))


def test_outcomes_at_the_rates_pass() -> None:
    check_rates(_outcomes_at_the_rates(), 25, 500)


@pytest.mark.parametrize(
    ("outcomes", "late"),
    [
        pytest.param(Counter(CONFIRMED=500), 25, id="no faults"),
        pytest.param(Counter(CONFIRMED=400, PENDING=100), 25, id="no declines"),
        pytest.param(_outcomes_at_the_rates() | Counter(HoldExpired=1), 25, id="another outcome"),
        pytest.param(_outcomes_at_the_rates(), 0, id="no lost answers"),
    ],
)
def test_outcomes_off_the_rates_fail(outcomes: Counter[str], late: int) -> None:
    with pytest.raises(RowFailed):
        check_rates(outcomes, late, 500)
