"""Account's settings, from the environment with the prefix ACCOUNT_."""

from datetime import timedelta

from pydantic import PositiveInt
from pydantic_settings import SettingsConfigDict

from shared.settings import SubgraphSettings
from subgraphs.account.domain import SessionLimits


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them, and how long sessions last."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNT_")

    port: int = 4001
    session_idle_seconds: PositiveInt = 24 * 3600
    """A session ends when it was not used for so long."""
    session_absolute_seconds: PositiveInt = 30 * 24 * 3600
    """A session ends so long after the login in any case."""
    session_sweep_seconds: PositiveInt = 60
    """How often MongoDB's sessions are reconciled with Redis's."""

    @property
    def session_limits(self) -> SessionLimits:
        return SessionLimits(
            idle=timedelta(seconds=self.session_idle_seconds),
            absolute=timedelta(seconds=self.session_absolute_seconds),
        )
