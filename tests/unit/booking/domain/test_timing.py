"""How long a booking is left to the call or the worker that handles it."""

from datetime import timedelta

import pytest

from subgraphs.booking.domain.timing import Timing


@pytest.mark.parametrize("call", [12, 30, 90])
def test_a_lease_is_longer_than_a_call_may_take(call: int) -> None:
    timing = Timing(call=timedelta(seconds=call))
    assert timing.call < timing.lease < timing.patience
