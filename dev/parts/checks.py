"""Checks whether a process serves."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from dev.addresses import HOST


def accepts_connections(port: int) -> Callable[[], Awaitable[bool]]:
    """Return a check that `port` accepts TCP connections."""

    async def check() -> bool:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            return False
        writer.close()
        return True

    return check


def answers_http(url: str, *statuses: int) -> Callable[[], Awaitable[bool]]:
    """Return a check that GET `url` answers with one of `statuses`, by default 200."""

    async def check() -> bool:
        try:
            async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                answer = await client.get(url)
        except httpx.HTTPError:
            return False
        return answer.status_code in (statuses or (200,))

    return check
