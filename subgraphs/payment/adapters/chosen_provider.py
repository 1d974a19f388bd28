"""Opens the payment provider that the settings choose."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import stripe

from subgraphs.payment.adapters.providers import sandbox
from subgraphs.payment.adapters.providers import stripe as stripe_adapter
from subgraphs.payment.adapters.providers.time_limits import TimeLimited
from subgraphs.payment.ports import PaymentProvider
from subgraphs.payment.settings import Settings

_LONGEST_SECONDS = 30.0
"""The time limit of one HTTP request. A call about one payment has a shorter limit of its own."""


@dataclass(frozen=True, slots=True)
class ChosenProvider:
    """A provider, and the header in which its webhooks carry their signature."""

    provider: PaymentProvider
    signature_header: str


@asynccontextmanager
async def open_provider(
    settings: Settings, secret: Mapping[str, str]
) -> AsyncGenerator[ChosenProvider]:
    """Open the provider with `api_key` and `webhook_secret` from `secret`; close it at the end."""
    api_key, webhook_secret = secret["api_key"], secret["webhook_secret"]
    if settings.provider == "stripe":
        http = stripe.HTTPXClient(timeout=_LONGEST_SECONDS)
        client = stripe.StripeClient(
            api_key,
            http_client=http,
            base_addresses={"api": settings.provider_url},
            # The caller tries again.
            max_network_retries=0,
        )
        try:
            yield ChosenProvider(
                _limited(settings, stripe_adapter.StripeProvider(client, webhook_secret)),
                stripe_adapter.SIGNATURE_HEADER,
            )
        finally:
            await http.close_async()
    else:
        async with httpx.AsyncClient(
            base_url=settings.provider_url,
            headers={"authorization": f"Bearer {api_key}"},
            timeout=_LONGEST_SECONDS,
            # The sandbox runs beside this service: an outgoing proxy cannot reach it.
            trust_env=False,
        ) as client:
            yield ChosenProvider(
                _limited(settings, sandbox.SandboxProvider(client, webhook_secret)),
                sandbox.SIGNATURE_HEADER,
            )


def _limited(settings: Settings, provider: PaymentProvider) -> TimeLimited:
    return TimeLimited(
        provider,
        authorize=timedelta(seconds=settings.authorize_timeout_seconds),
        other=timedelta(seconds=settings.provider_timeout_seconds),
    )
