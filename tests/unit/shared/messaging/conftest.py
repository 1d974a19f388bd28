"""A consumer with fakes around it, which tries again at once."""

from datetime import timedelta

import pytest

from shared.backoff import Backoff
from shared.messaging import consumer as module
from tests.unit.shared.messaging.consumption import Consumption


@pytest.fixture
def consumption(monkeypatch: pytest.MonkeyPatch) -> Consumption:
    monkeypatch.setattr(module, "_RETRY", Backoff(timedelta(0), timedelta(0)))
    return Consumption(monkeypatch)
