"""Booking's settings, from the environment with the prefix BOOKING_."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt
from pydantic_settings import SettingsConfigDict

from shared.rates.rules import RatesByClass
from shared.runtime.settings import Bucket, SubgraphSettings, rates
from subgraphs.booking.domain.holds import HOLDS, HoldLimits
from subgraphs.booking.domain.refunds import RefundTerm
from subgraphs.booking.domain.timing import Timing

Percent = Annotated[int, Field(ge=0, le=100)]


class Settings(SubgraphSettings):
    """The settings of every subgraph, the addresses of the services it calls, and its limits."""

    model_config = SettingsConfigDict(env_prefix="BOOKING_")

    port: int = 4003
    payment_url: str
    """Payment's GraphQL endpoint."""
    catalog_url: str
    """Catalog's GraphQL endpoint."""
    tickets_url: str = "http://localhost:4003/bookings"
    """Where clients find tickets to print: booking's own path `/bookings`, or the address that a
    proxy in front of it gives that path. Browsers must send the session's cookie there too."""
    call_timeout_seconds: PositiveFloat = 10.0
    """How long another service may take; longer than payment waits for its provider. The leases
    of bookings follow from this (`Timing`)."""
    capture_timeout_seconds: PositiveFloat = 2.0
    """How long a customer waits for the capture, after the authorisation. Payment continues with
    one that takes longer, and the recovery worker asks payment again."""
    hold_seconds: PositiveInt = 600
    """How long seats are held."""
    recovery_seconds: PositiveFloat = 1.0
    """How often the recovery worker looks for overdue bookings."""
    recovery_attempts: PositiveInt = 12
    """How often a step of a booking may fail before it is left to people. An unavailable part
    does not count: the worker waits for it."""
    key_max_age_seconds: PositiveFloat = 10.0
    """How soon the service uses a key that was rotated in Vault."""
    doors_open_minutes: PositiveInt = 60
    """How long before a showtime its guests are let in. They are let in until it ends."""

    holds_of_address: Bucket = (600, 10)
    """Holds of seats, of all who have no session at one IP address: none of them succeeds."""
    holds_of_account: Bucket = (600, 10)
    """The same, of one account. A hold is charged 15 to 60 points."""

    refund_terms: tuple[tuple[PositiveFloat, Percent], ...] = ((24, 100), (2, 50))
    """Hours before the showtime, and the percentage that cancelling until then gives back."""

    @property
    def rates(self) -> RatesByClass:
        return {**super().rates, HOLDS: rates(self.holds_of_address, self.holds_of_account)}

    @property
    def refunds(self) -> list[RefundTerm]:
        return [RefundTerm(timedelta(hours=hours), part) for hours, part in self.refund_terms]

    @property
    def timing(self) -> Timing:
        return Timing(call=timedelta(seconds=self.call_timeout_seconds))

    @property
    def hold_limits(self) -> HoldLimits:
        return HoldLimits(lasts=timedelta(seconds=self.hold_seconds))
