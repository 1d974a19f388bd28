"""Payment's settings, from the environment with the prefix PAYMENT_."""

from pydantic import PositiveFloat
from pydantic_settings import SettingsConfigDict

from shared.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them, and the payment provider's."""

    model_config = SettingsConfigDict(env_prefix="PAYMENT_")

    port: int = 4004
    provider_url: str
    """Where the payment provider's API is."""
    provider_timeout_seconds: PositiveFloat = 8.0
    """How long the provider may take; after that the outcome counts as unknown."""
    trusted_keys_max_age_seconds: PositiveFloat = 30.0
    """How soon a service key that was taken out of Vault is no longer trusted."""
