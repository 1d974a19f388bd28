"""The bounds of each topic."""

import pytest

from dev.bootstrap.kafka import EVENTS, TOPICS, bounds_of


@pytest.mark.parametrize("name", TOPICS)
def test_each_topic_has_a_largest_message(name: str) -> None:
    assert 0 < int(bounds_of(name)["max.message.bytes"]) <= 1_048_588


@pytest.mark.parametrize("event", EVENTS)
def test_the_largest_event_fits_into_its_dead_letters_with_a_reason(event: str) -> None:
    """Otherwise it could not be buried, and would block its partition."""
    sizes = [int(bounds_of(name)["max.message.bytes"]) for name in (event, f"{event}.dlq")]
    assert sizes[1] - sizes[0] >= 4 * 500 + 1_000


@pytest.mark.parametrize("event", EVENTS)
def test_dead_letters_are_kept_by_bytes_and_not_by_time(event: str) -> None:
    bounds = bounds_of(f"{event}.dlq")
    assert bounds["retention.ms"] == "-1"
    assert int(bounds["retention.bytes"]) > 100_000_000
