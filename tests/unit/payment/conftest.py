"""A payment service on ports in memory."""

import pytest

from tests.unit.payment.fakes import House, new_house


@pytest.fixture
def house() -> House:
    return new_house()
