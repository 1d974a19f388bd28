"""Opens the payment provider that the settings choose."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import stripe

from subgraphs.payment.ports import PaymentProvider
from subgraphs.payment.providers import sandbox
from subgraphs.payment.providers import stripe as stripe_adapter
from subgraphs.payment.settings import Settings


@dataclass(frozen=True, slots=True)
class ChosenProvider:
    """A provider, and the header in which its webhooks carry their signature."""

    provider: PaymentProvider
    signature_header: str


@asynccontextmanager
async def open_provider(
    settings: Settings, secret: Mapping[str, str]
) -> AsyncGenerator[ChosenProvider]:
    """The provider, with `api_key` and `webhook_secret` from `secret`; closed again at the end."""
    api_key, webhook_secret = secret["api_key"], secret["webhook_secret"]
    if settings.provider == "stripe":
        http = stripe.HTTPXClient(timeout=settings.provider_timeout_seconds)
        client = stripe.StripeClient(
            api_key,
            http_client=http,
            base_addresses={"api": settings.provider_url},
            # Whoever calls tries again.
            max_network_retries=0,
        )
        try:
            yield ChosenProvider(
                stripe_adapter.StripeProvider(client, webhook_secret),
                stripe_adapter.SIGNATURE_HEADER,
            )
        finally:
            await http.close_async()
    else:
        async with httpx.AsyncClient(
            base_url=settings.provider_url,
            headers={"authorization": f"Bearer {api_key}"},
            timeout=settings.provider_timeout_seconds,
            # It stands beside us: a proxy for the outside is not asked.
            trust_env=False,
        ) as client:
            yield ChosenProvider(
                sandbox.SandboxProvider(client, webhook_secret), sandbox.SIGNATURE_HEADER
            )
