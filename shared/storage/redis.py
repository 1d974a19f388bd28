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

REDIS_UNAVAILABLE = (RedisConnectionError, RedisTimeoutError)
"""What the client raises when Redis cannot be reached or does not answer in time."""


def connect(url: str, password: str) -> Redis:
    """Return a client for `url` that answers with str and gives up after 2 seconds and one retry.

    Nothing is sent before the first command. When all connections are in use, commands wait for
    one: the library's default pool raises instead, so a rush would look like an outage.
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
    """Raise Unavailable instead of the client's connection errors.

    `part` names what Redis stores here, for the message to the caller.
    """
    try:
        yield
    except REDIS_UNAVAILABLE as error:
        raise Unavailable(part) from error


async def ping(client: Redis) -> None:
    """Return when Redis answers; raise one of REDIS_UNAVAILABLE when it does not."""
    await client.ping()  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there


async def messages(client: Redis, pattern: str) -> AsyncGenerator[str]:
    """Yield what is published from now on to channels that match `pattern`.

    Ends with one of REDIS_UNAVAILABLE when the connection breaks.
    """
    subscription = client.pubsub(ignore_subscribe_messages=True)  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    async with subscription:
        await subscription.psubscribe(pattern)
        async for message in subscription.listen():  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - an untyped dict
            yield cast(dict[str, Any], message)["data"]
