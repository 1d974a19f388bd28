"""The connection to Redis."""

from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from shared.errors import Unavailable

_CONNECTIONS = 32

REDIS_AWAY = (RedisConnectionError, RedisTimeoutError)
"""What the client raises when Redis cannot be reached or does not answer in time."""


def connect(url: str, password: str) -> Redis:
    """A client for `url` that answers with str, gives up after 2 seconds and tries once more.

    Nothing is sent before the first command. Commands beyond the number of connections wait for
    one: the library's own pool refuses them instead, so that a rush would look like a failure.
    """
    pool = BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
        url,
        max_connections=_CONNECTIONS,
        timeout=5,
        password=password,
        decode_responses=True,
        socket_timeout=2,
        socket_connect_timeout=2,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.05), retries=1),
    )
    return Redis.from_pool(pool)


@contextmanager
def redis_needed(part: str) -> Generator[None]:
    """Turns what the client raises while Redis is away into Unavailable; `part` is what is kept
    there, as callers are told."""
    try:
        yield
    except REDIS_AWAY as error:
        raise Unavailable(part) from error


async def ping(client: Redis) -> None:
    """Return when Redis answers; raises one of REDIS_AWAY when it does not."""
    await client.ping()  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there


async def messages(client: Redis, pattern: str) -> AsyncGenerator[str]:
    """What is published from now on to the channels that match `pattern`, until Redis goes away."""
    subscription = client.pubsub(ignore_subscribe_messages=True)  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    async with subscription:
        await subscription.psubscribe(pattern)
        async for message in subscription.listen():  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - an untyped dict
            yield cast(dict[str, Any], message)["data"]
