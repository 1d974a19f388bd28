"""Whoever waits outside waits longer than whoever waits inside (ADR 17)."""

import re

from dev.addresses import ROOT
from subgraphs.booking.settings import Settings as BookingSettings
from subgraphs.payment.settings import Settings as PaymentSettings


def default(settings: type[BookingSettings | PaymentSettings], name: str) -> float:
    return settings.model_fields[name].default


def test_each_limit_is_longer_than_what_is_behind_it() -> None:
    bank = default(PaymentSettings, "authorize_timeout_seconds")
    provider = default(PaymentSettings, "provider_timeout_seconds")
    call = default(BookingSettings, "call_timeout_seconds")
    config = (ROOT / "router/router.yaml").read_text()
    (router,) = re.findall(r"ROUTER_SUBGRAPH_TIMEOUT_SECONDS:-(\d+)", config)
    # Stripe is asked for a payment's id first, and only then asks the bank.
    assert provider + bank < call < int(router)
    assert provider < bank
