"""Prepares Redis: notifications of expired keys."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from dev.errors import StackError


async def prepare(url: str) -> None:
    """Turn on the notifications that session expiry needs."""
    client = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    try:
        await client.config_set("notify-keyspace-events", "Ex")  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    except RedisError as error:
        raise StackError(f"Redis cannot be prepared: {error}") from error
    finally:
        await client.aclose()
