"""A payment service on ports in memory."""

import pytest

from tests.unit.payment.fakes import Workbench, new_bench


@pytest.fixture
def bench() -> Workbench:
    return new_bench()
