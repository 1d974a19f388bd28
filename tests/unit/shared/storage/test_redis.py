"""Failures of Redis become Unavailable, and faults stay faults."""

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from shared.errors import Unavailable
from shared.storage.redis import redis_needed


@pytest.mark.parametrize("error", [RedisConnectionError, RedisTimeoutError])
def test_a_connection_error_names_what_redis_stores(error: type[Exception]) -> None:
    with pytest.raises(Unavailable) as failed, redis_needed("login throttle"):
        raise error("closed by 10.0.0.7")
    assert failed.value.part == "login throttle"
    assert "10.0.0.7" not in str(failed.value)


@pytest.mark.parametrize("error", [ResponseError, KeyError])
def test_another_error_passes(error: type[Exception]) -> None:
    with pytest.raises(error), redis_needed("login throttle"):
        raise error("WRONGTYPE")
