"""Catalog's settings, from the environment with the prefix CATALOG_."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them."""

    model_config = SettingsConfigDict(env_prefix="CATALOG_")

    port: int = 4002
    posters_url: str = "http://localhost:4002/posters"
    """Where clients find the posters that catalog draws: its own path `/posters`, or whatever
    a proxy in front of it calls that path."""
