"""Payment's settings, from the environment with the prefix PAYMENT_."""

from typing import Literal

from pydantic import PositiveFloat
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them, and the payment provider's."""

    model_config = SettingsConfigDict(env_prefix="PAYMENT_")

    port: int = 4004
    provider: Literal["sandbox", "stripe"] = "sandbox"
    """Who moves the money; its keys are in Vault."""
    provider_url: str
    """Where the payment provider's API is; Stripe's is https://api.stripe.com."""
    authorize_timeout_seconds: PositiveFloat = 6.0
    """How long the provider may take to reserve an amount, for which it asks the card's bank; after
    that the outcome counts as unknown."""
    provider_timeout_seconds: PositiveFloat = 3.0
    """How long it may take over anything else, all of which may be asked for again."""
    recovery_every_seconds: PositiveFloat = 2.0
    """How often payments are looked for whose answer did not come."""
    recovery_after_seconds: PositiveFloat = 10.0
    """How long a payment is left to the call that is at it."""
    give_up_after_seconds: PositiveFloat = 10.0
    """How long a payment that the provider has not heard of may still come."""
    trusted_keys_max_age_seconds: PositiveFloat = 30.0
    """How soon a service key that was taken out of Vault is no longer trusted, while Vault is there
    to tell."""
