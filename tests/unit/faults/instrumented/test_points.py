"""Every point that the rows name exists."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.faults.instrumented.points import surround_booking, surround_payment
from tests.faults.rows.interleavings import BARRIER_OVERRIDES
from tests.faults.rows.kill_points import KILL_TARGETS
from tests.faults.rows.seat_operations import SEAT_OPERATIONS


class Labels:
    """Stands in for the failpoints and only collects their labels."""

    def __init__(self) -> None:
        self.operations: set[str] = set()
        self.writes: set[str] = set()

    def surround(self, owner: type, name: str, methods: Sequence[str], *_: Any) -> None:
        assert all(hasattr(owner, method) for method in methods)
        self.operations |= {f"{name}.{method.removeprefix('_')}" for method in methods}

    def surround_writes(self, owner: type, methods: Sequence[str], _: Any) -> None:
        assert all(hasattr(owner, method) for method in methods)
        self.writes |= set(methods)


def _labels(service: str) -> Labels:
    labels = Labels()
    surround = {"booking": surround_booking, "payment": surround_payment}[service]
    surround(labels)  # pyright: ignore[reportArgumentType] - has the methods that are called
    return labels


USED = {
    *((target.service, point) for target in KILL_TARGETS for point in target.points),
    *((each.service, each.point) for each in SEAT_OPERATIONS.values()),
    *((SEAT_OPERATIONS[first].service, point) for (first, _), point in BARRIER_OVERRIDES.items()),
}


@pytest.mark.parametrize(("service", "point"), sorted(USED))
def test_every_point_that_a_row_names_exists(service: str, point: str) -> None:
    labels = _labels(service)
    operation, _, write = point.partition(" ")[2].partition(":")[0].partition("/")
    assert operation in labels.operations
    assert not write or write.partition(".")[2] in labels.writes
