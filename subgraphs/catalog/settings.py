"""Catalog's settings, from the environment with the prefix CATALOG_."""

from pydantic import PositiveFloat
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """The settings of every subgraph, where posters are, and how long keys are trusted."""

    model_config = SettingsConfigDict(env_prefix="CATALOG_")

    port: int = 4002
    posters_url: str = "http://localhost:4002/posters"
    """Where clients find the posters that catalog draws: its path `/posters`, or that path as a
    proxy in front of it publishes it."""
    trusted_keys_max_age_seconds: PositiveFloat = 30.0
    """How soon a service key that was retired in Vault is no longer trusted."""
