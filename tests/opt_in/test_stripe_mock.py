"""Stripe's adapter against Stripe's own mock server, as `make test-stripe` fetches it.

The mock refuses what Stripe's published description of its API does not have: paths, parameters
and their types. It keeps no state, so each answer is an example; what the adapter makes of answers
is tested in tests/unit/payment/adapters/providers/stripe.
"""

import os
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import stripe

from dev.addresses import HOST, ROOT, Ports
from dev.parts.checks import accepts_connections
from dev.processes import Command, ManagedProcess
from shared.money import Money
from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.domain.payments import Refund
from subgraphs.payment.errors import OutcomeUnknown
from tests.unit.payment.fakes import PAYMENT

# Stripe's library hands httpx its body under a name that httpx no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

KNOWN = replace(PAYMENT, charge_id="pi_1")
INTENTS = "/v1/payment_intents"


@dataclass(frozen=True, slots=True)
class Mock:
    """The mock where it serves, and its log."""

    url: str
    log: Path

    def took(self) -> list[str]:
        """The requests that it was sent since its log was emptied; fails when it refused one."""
        log = self.log.read_text()
        requests = re.findall(r"^Request: (.+)$", log, re.MULTILINE)
        statuses = re.findall(r"^Response: .* status=(\d+)$", log, re.MULTILINE)
        assert statuses == ["200"] * len(requests), log
        return requests


@pytest.fixture(scope="session")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Mock]:
    port = Ports.free().provider
    # Left alone, it would serve HTTPS as well, at its own port and on every interface.
    addresses = ("-http-addr", f"{HOST}:{port}", "-https-addr", f"{HOST}:")
    command = Command(
        name="stripe-mock",
        argv=(ROOT / ".opt-in" / "stripe-mock", *addresses),
        check=accepts_connections(port),
        env={},
    )
    process = ManagedProcess(command, tmp_path_factory.mktemp("logs"))
    await process.start()
    yield Mock(f"http://{HOST}:{port}", process.log)
    await process.stop()


@pytest.fixture
def mock(started: Mock) -> Mock:
    """The mock, with nothing in its log."""
    os.truncate(started.log, 0)
    return started


@pytest.fixture
async def provider(mock: Mock) -> AsyncGenerator[StripeProvider]:
    http = stripe.HTTPXClient(timeout=10)
    client = stripe.StripeClient(
        "sk_test_1", http_client=http, base_addresses={"api": mock.url}, max_network_retries=0
    )
    yield StripeProvider(client, "whsec_test")
    await http.close_async()


async def test_a_payment_is_prepared(provider: StripeProvider, mock: Mock) -> None:
    assert str(await provider.prepare(PAYMENT)).startswith("pi_")
    assert mock.took() == [f"POST {INTENTS}"]


async def test_it_is_confirmed(provider: StripeProvider, mock: Mock) -> None:
    # The mock's example of an intent is one that no card has been asked for.
    with pytest.raises(OutcomeUnknown):
        await provider.authorize(KNOWN, "pm_card_visa")
    assert mock.took() == [f"POST {INTENTS}/pi_1/confirm"]


async def test_it_is_captured(provider: StripeProvider, mock: Mock) -> None:
    await provider.capture(KNOWN)
    assert mock.took() == [f"GET {INTENTS}/pi_1", f"POST {INTENTS}/pi_1/capture"]


async def test_it_is_voided(provider: StripeProvider, mock: Mock) -> None:
    await provider.void(KNOWN)
    assert mock.took() == [f"GET {INTENTS}/pi_1", f"POST {INTENTS}/pi_1/cancel"]


async def test_it_is_refunded(provider: StripeProvider, mock: Mock) -> None:
    await provider.refund(KNOWN, Refund("ref_1", Money(5_000, "MXN"), PAYMENT.created_at))
    assert mock.took() == ["GET /v1/refunds", "POST /v1/refunds"]


async def test_all_of_a_day_are_listed(provider: StripeProvider, mock: Mock) -> None:
    # The mock's example of an event is of a kind that was not asked for.
    with pytest.raises(KeyError):
        async for _ in provider.charges(datetime.now(UTC) - timedelta(days=1)):
            pass
    assert mock.took() == [f"GET {INTENTS}", "GET /v1/events"]
