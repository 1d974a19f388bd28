"""Ids, times and the price that the consistent records use."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STARTS = NOON + timedelta(days=10)
ACCOUNT, SHOWTIME, AUDITORIUM = "acc_1", "sho_1", "aud_1"
PRICE = {"amountMinor": 500, "currency": "MXN"}


def at(minutes: float) -> datetime:
    """Return the time that many minutes after noon."""
    return NOON + timedelta(minutes=minutes)
