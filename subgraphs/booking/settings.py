"""Booking's settings, from the environment with the prefix BOOKING_."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings
from subgraphs.booking.domain.refunds import RefundTerm
from subgraphs.booking.service.holds import HoldLimits
from subgraphs.booking.service.saga import Timing

Percent = Annotated[int, Field(ge=0, le=100)]


class Settings(SubgraphSettings):
    """Addresses as every subgraph has them, those of the services it calls, and its limits."""

    model_config = SettingsConfigDict(env_prefix="BOOKING_")

    port: int = 4003
    payment_url: str
    """Payment's GraphQL endpoint."""
    catalog_url: str
    """Catalog's GraphQL endpoint."""
    tickets_url: str = "http://localhost:4003/bookings"
    """Where clients find tickets to print: booking's own path `/bookings`, or whatever a proxy in
    front of it calls that path. The session's cookie has to be sent there too."""
    call_timeout_seconds: PositiveFloat = 10.0
    """How long another service may take; longer than payment waits for its provider. How long a
    booking is left to the call that is at it follows from this (`Timing`)."""
    capture_timeout_seconds: PositiveFloat = 2.0
    """How long a customer waits for the capture, after the authorisation. Payment goes on with one
    that takes longer, and is asked again by the recovery worker."""
    hold_seconds: PositiveInt = 600
    """How long seats are held."""
    recovery_seconds: PositiveFloat = 1.0
    """How often the recovery worker looks for bookings that are overdue."""
    recovery_attempts: PositiveInt = 12
    """How often a step of a booking may fail before it is left to people. That payment is away
    is waited for instead."""
    key_max_age_seconds: PositiveFloat = 10.0
    """How soon a key that was rotated in Vault is used."""
    doors_open_minutes: PositiveInt = 60
    """How long before a showtime its guests are let in; they are until it ends."""

    refund_terms: tuple[tuple[PositiveFloat, Percent], ...] = ((24, 100), (2, 50))
    """Hours before the showtime, and the percentage that cancelling until then gives back."""

    @property
    def refunds(self) -> list[RefundTerm]:
        return [RefundTerm(timedelta(hours=hours), part) for hours, part in self.refund_terms]

    @property
    def timing(self) -> Timing:
        return Timing(call=timedelta(seconds=self.call_timeout_seconds))

    @property
    def hold_limits(self) -> HoldLimits:
        return HoldLimits(lasts=timedelta(seconds=self.hold_seconds))
