"""Account's settings, from the environment with the prefix ACCOUNT_."""

from datetime import timedelta
from typing import Literal

from pydantic import PositiveInt
from pydantic_settings import SettingsConfigDict

from shared.backoff import Backoff
from shared.rates.rules import RatesByClass
from shared.runtime.settings import Bucket, SubgraphSettings, rates
from subgraphs.account.domain.sessions import SessionLimits
from subgraphs.account.domain.throttling import LOGINS, BackoffRule, RateRule, Throttles

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


class Settings(SubgraphSettings):
    """How long sessions last, limits and mail, beside the settings of every subgraph."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNT_")

    port: int = 4001

    session_idle_seconds: PositiveInt = 24 * 3600
    """A session ends after this time without use."""
    session_absolute_seconds: PositiveInt = 30 * 24 * 3600
    """A session ends this long after the login in any case."""
    session_sweep_seconds: PositiveInt = 60
    """How often the sessions in MongoDB are reconciled with those in Redis."""

    registrations_per_minute: PositiveInt = 10
    """From one IP address."""
    logins_per_minute: PositiveInt = 60
    """From one IP address, successful or not."""
    resets_per_minute: PositiveInt = 10
    """Requests for a mail, from one IP address."""
    login_failures_per_address: PositiveInt = 100
    """Free failures in a row from one IP address; then the wait doubles with each."""
    login_failures_per_account: PositiveInt = 10
    """The same for one account, from all IP addresses."""

    logins_of_address: Bucket = (2_400, 40)
    """Mutations that take a password, a code or a token from a mail, of all who have no session
    at one IP address. A login is charged about 20 points."""
    logins_of_account: Bucket = (300, 5)
    """The same, of one account that is logged in."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    """Unless it is `none`, Vault has the user and password at `account/smtp`."""
    mail_sender: str
    """The sender of all mails."""
    site_url: str
    """The frontend's address, for the links in mails."""

    @property
    def rates(self) -> RatesByClass:
        return {**super().rates, LOGINS: rates(self.logins_of_address, self.logins_of_account)}

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
                waits=Backoff(timedelta(seconds=1), timedelta(minutes=15)),
                forgotten_after=_HOUR,
            )

        return Throttles(
            password_of_account=backoff("password-account", self.login_failures_per_account),
            password_from_address=backoff("password-address", self.login_failures_per_address),
            # A code has a million values, and three are valid at a time: few guesses are free.
            code_of_account=backoff("code-account", 5),
            logins_from_address=RateRule("login", self.logins_per_minute, _MINUTE),
            registrations_from_address=RateRule(
                "registration", self.registrations_per_minute, _MINUTE
            ),
            resets_from_address=RateRule("reset", self.resets_per_minute, _MINUTE),
            mails_to_address=RateRule("mail", 5, _HOUR),
        )
