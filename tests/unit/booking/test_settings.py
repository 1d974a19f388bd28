"""Booking's settings, from the environment."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from subgraphs.booking.domain.refunds import RefundTerm
from subgraphs.booking.settings import Settings

GIVEN = {
    "MONGO_URL": "mongodb://m",
    "REDIS_URL": "redis://r",
    "KAFKA_BOOTSTRAP_SERVERS": "k:9092",
    "VAULT_ADDR": "http://v",
    "VAULT_ROLE_ID_FILE": "/role",
    "VAULT_SECRET_ID_FILE": "/secret",
    "PAYMENT_URL": "http://p/graphql",
    "CATALOG_URL": "http://c/graphql",
}


@pytest.fixture(autouse=True)
def _given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(f"BOOKING_{name}", value)


def test_the_refund_terms_are_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKING_REFUND_TERMS", "[[48, 90], [1.5, 25]]")
    assert Settings().refunds == [  # pyright: ignore[reportCallIssue] - the environment gives the rest
        RefundTerm(timedelta(hours=48), 90),
        RefundTerm(timedelta(hours=1.5), 25),
    ]


@pytest.mark.parametrize("terms", ["[[24, 101]]", "[[0, 50]]", "[[24]]", "24: 100"])
def test_terms_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, terms: str) -> None:
    monkeypatch.setenv("BOOKING_REFUND_TERMS", terms)
    with pytest.raises((ValidationError, ValueError)):
        Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest


def test_how_long_a_booking_is_left_alone_follows_from_how_long_a_call_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOOKING_CALL_TIMEOUT_SECONDS", "30")
    timing = Settings().timing  # pyright: ignore[reportCallIssue] - the environment gives the rest
    assert timedelta(seconds=30) < timing.lease < timing.patience
