"""Catalog's highest price and booking's largest hold agree: their product is an Int of GraphQL."""

from datetime import timedelta

from shared.money import LARGEST_AMOUNT
from subgraphs.booking.domain.holds import HoldLimits
from subgraphs.catalog.domain.showtimes import HIGHEST_PRICE


def test_the_largest_hold_at_the_highest_price_fits() -> None:
    seats = HoldLimits(lasts=timedelta(minutes=10)).seats
    assert seats * HIGHEST_PRICE <= LARGEST_AMOUNT < seats * (HIGHEST_PRICE + 1)
