"""Each time limit is longer than the limits behind it (ADR 17)."""

import re

from dev.addresses import ROOT
from subgraphs.booking.adapters.catalog import SCHEDULE_WITHIN
from subgraphs.booking.settings import Settings as BookingSettings
from subgraphs.payment.settings import Settings as PaymentSettings


def default(settings: type[BookingSettings | PaymentSettings], name: str) -> float:
    return settings.model_fields[f"{name}_timeout_seconds"].default


def test_each_limit_is_longer_than_the_limits_behind_it() -> None:
    bank, provider = default(PaymentSettings, "authorize"), default(PaymentSettings, "provider")
    call, capture = default(BookingSettings, "call"), default(BookingSettings, "capture")
    config = (ROOT / "router/router.yaml").read_text()
    [router] = set(re.findall(r"ROUTER_SUBGRAPH_TIMEOUT_SECONDS:-(\d+)", config))
    # An authorisation takes two calls of Stripe: one for an id, one that asks the bank.
    assert provider + bank < call
    schedule = SCHEDULE_WITHIN.total_seconds()
    assert schedule + call + capture < int(router)
