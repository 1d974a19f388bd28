"""The negative control covers every safeguard."""

from tests.faults.instrumented.safeguards import DISABLE
from tests.faults.rows.negative_control import CONTROLS


def test_every_safeguard_is_disabled_alone_by_one_control() -> None:
    alone = [each.disabled[0] for each in CONTROLS if len(each.disabled) == 1]
    assert sorted(alone) == sorted(DISABLE)
