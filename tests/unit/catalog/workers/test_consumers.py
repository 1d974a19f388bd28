"""Bookings that catalog hears of: recorded once, in any order, and only when well formed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.messaging.envelope import Envelope, MalformedEvent
from subgraphs.catalog.workers.consumers import BookingConsumer
from tests.unit.catalog.town import Town

CONFIRMED, CANCELLED = "booking.confirmed.v1", "booking.cancelled.v1"
DATA: dict[str, Any] = {"bookingId": "bkg_1", "showtimeId": "sho_1", "amountMinor": 100}


async def deliver(town: Town, topic: str, data: Mapping[str, Any]) -> None:
    """Hand the event to its handler, as the consumer does."""
    (subscription,) = (
        each for each in BookingConsumer(town.store).subscriptions if each.topic == topic
    )
    envelope = Envelope("evt_1", topic, "bkg_1", datetime(2026, 6, 10, tzinfo=UTC), "cor_1", data)
    await subscription.handle(subscription.read(envelope))


@pytest.mark.parametrize(
    ("topics", "sold"),
    [
        ([CONFIRMED], True),
        ([CONFIRMED, CONFIRMED], True),
        ([CONFIRMED, CANCELLED], False),
        ([CANCELLED, CONFIRMED], False),
        ([CANCELLED, CANCELLED], False),
    ],
)
async def test_a_booking_counts_until_it_is_cancelled(
    town: Town, topics: list[str], sold: bool
) -> None:
    for topic in topics:
        await deliver(town, topic, DATA)
    assert await town.store.has_sold_seats("sho_1") is sold


@pytest.mark.parametrize("topic", [CONFIRMED, CANCELLED])
@pytest.mark.parametrize("change", [{"showtimeId": None}, {"bookingId": 7}])
async def test_a_malformed_event_is_rejected(
    town: Town, topic: str, change: dict[str, Any]
) -> None:
    with pytest.raises(MalformedEvent):
        await deliver(town, topic, DATA | change)
    assert not town.store.bookings


def test_the_inbox_is_not_used(town: Town) -> None:
    """Each handler is one idempotent write."""
    assert not any(each.uses_inbox for each in BookingConsumer(town.store).subscriptions)
