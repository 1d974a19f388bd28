"""Stripe's adapter on its library, and mocked answers of Stripe's API."""

from collections.abc import AsyncGenerator

import pytest
import respx
import stripe

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from tests.unit.payment.adapters.providers.stripe.answers import SECRET


@pytest.fixture
async def api() -> AsyncGenerator[respx.MockRouter]:
    async with respx.mock(base_url="https://api.stripe.com", assert_all_called=False) as api:
        yield api


@pytest.fixture
async def provider() -> AsyncGenerator[StripeProvider]:
    http = stripe.HTTPXClient(timeout=1)
    client = stripe.StripeClient("sk_test", http_client=http, max_network_retries=0)
    yield StripeProvider(client, SECRET)
    await http.close_async()
