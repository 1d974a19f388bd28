"""Catalog's settings, from the environment with the prefix CATALOG_."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings


class Settings(SubgraphSettings):
    """The settings of every subgraph, and where posters are."""

    model_config = SettingsConfigDict(env_prefix="CATALOG_")

    port: int = 4002
    posters_url: str = "http://localhost:4002/posters"
    """Where clients find the posters that catalog draws: its path `/posters`, or that path as a
    proxy in front of it publishes it."""
