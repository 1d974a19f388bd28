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
        async with (
            _stripe(settings, api_key, settings.provider_timeout_seconds) as client,
            _stripe(settings, api_key, settings.authorize_timeout_seconds) as patient,
        ):
            yield ChosenProvider(
                stripe_adapter.StripeProvider(client, patient, webhook_secret),
                stripe_adapter.SIGNATURE_HEADER,
            )
    else:
        async with httpx.AsyncClient(
            base_url=settings.provider_url,
            headers={"authorization": f"Bearer {api_key}"},
            timeout=settings.provider_timeout_seconds,
            # It stands beside us: a proxy for the outside is not asked.
            trust_env=False,
        ) as client:
            adapter = sandbox.SandboxProvider(
                client, webhook_secret, authorize_timeout=settings.authorize_timeout_seconds
            )
            yield ChosenProvider(adapter, sandbox.SIGNATURE_HEADER)


@asynccontextmanager
async def _stripe(
    settings: Settings, api_key: str, patience: float
) -> AsyncGenerator[stripe.StripeClient]:
    """Stripe's client, which waits `patience` seconds for an answer."""
    http = stripe.HTTPXClient(timeout=patience)
    try:
        yield stripe.StripeClient(
            api_key,
            http_client=http,
            base_addresses={"api": settings.provider_url},
            # Whoever calls tries again.
            max_network_retries=0,
        )
    finally:
        await http.close_async()
