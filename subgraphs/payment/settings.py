"""Payment's settings, from the environment with the prefix PAYMENT_."""

from typing import Literal

from pydantic import PositiveFloat
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """What every subgraph needs, and the payment provider."""

    model_config = SettingsConfigDict(env_prefix="PAYMENT_")

    port: int = 4004
    provider: Literal["sandbox", "stripe"] = "sandbox"
    """The payment provider; its keys are in Vault."""
    provider_url: str
    """Where the payment provider's API is; Stripe's is https://api.stripe.com."""
    authorize_timeout_seconds: PositiveFloat = 6.0
    """How long the provider may take to reserve an amount, for which it asks the card's bank; the
    outcome is unknown after that."""
    provider_timeout_seconds: PositiveFloat = 3.0
    """How long the provider may take for any other call."""
    recovery_every_seconds: PositiveFloat = 2.0
    """How often the recovery worker looks for unsettled payments."""
    recovery_after_seconds: PositiveFloat = 10.0
    """How long a payment is left to the call that began it."""
    give_up_after_seconds: PositiveFloat = 10.0
    """How long a payment that the provider does not know may still arrive."""
    trusted_keys_max_age_seconds: PositiveFloat = 30.0
    """How soon a service key that was retired in Vault is no longer trusted."""
