"""Account's settings, from the environment with the prefix ACCOUNT_."""

from datetime import timedelta
from typing import Literal

from pydantic import PositiveInt
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings
from subgraphs.account.domain.sessions import SessionLimits
from subgraphs.account.domain.throttling import BackoffRule, RateRule, Throttles

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them, how long sessions last, limits, and mail."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNT_")

    port: int = 4001

    session_idle_seconds: PositiveInt = 24 * 3600
    """A session ends when it was not used for so long."""
    session_absolute_seconds: PositiveInt = 30 * 24 * 3600
    """A session ends so long after the login in any case."""
    session_sweep_seconds: PositiveInt = 60
    """How often MongoDB's sessions are reconciled with Redis's."""

    registrations_per_minute: PositiveInt = 10
    """From one address."""
    logins_per_minute: PositiveInt = 60
    """From one address, good and bad."""
    resets_per_minute: PositiveInt = 10
    """Requests for a mail, from one address."""
    login_failures_per_address: PositiveInt = 100
    """So many in a row cost one address nothing; then the wait doubles with each."""
    login_failures_per_account: PositiveInt = 10
    """The same for one account, from wherever."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    """With any but `none`, the user and password are in Vault at `account/smtp`."""
    mail_sender: str
    """From whom mails are."""
    site_url: str
    """The frontend's address, where the links in mails lead."""

    @property
    def session_limits(self) -> SessionLimits:
        return SessionLimits(
            idle=timedelta(seconds=self.session_idle_seconds),
            absolute=timedelta(seconds=self.session_absolute_seconds),
        )

    @property
    def throttles(self) -> Throttles:
        def backoff(name: str, free: int) -> BackoffRule:
            return BackoffRule(
                name,
                free=free,
                first_wait=timedelta(seconds=1),
                longest_wait=timedelta(minutes=15),
                forgotten_after=_HOUR,
            )

        return Throttles(
            password_of_account=backoff("password-account", self.login_failures_per_account),
            password_from_address=backoff("password-address", self.login_failures_per_address),
            # A code has a million values and three are good at a time: few guesses are given.
            code_of_account=backoff("code-account", 5),
            logins_from_address=RateRule("login", self.logins_per_minute, _MINUTE),
            registrations_from_address=RateRule(
                "registration", self.registrations_per_minute, _MINUTE
            ),
            resets_from_address=RateRule("reset", self.resets_per_minute, _MINUTE),
            mails_to_address=RateRule("mail", 5, _HOUR),
        )
