"""How our own clients send again what a busy service shed: nothing was done, so nothing is lost."""

import asyncio
import random
from typing import Any

import httpx

_ATTEMPTS = 60
_SHED = b"SERVICE_OVERLOADED"


class PatientTransport(httpx.AsyncHTTPTransport):
    """Sends a request again after the time that a shed one's `Retry-After` says.

    `longest_pause` is in seconds, for clients that are in more of a hurry.
    """

    def __init__(self, longest_pause: float = 10.0, **options: Any) -> None:
        super().__init__(trust_env=False, **options)
        self._longest_pause = longest_pause

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer; the last one, if the request was shed again and again."""
        answer = await self.attempt(request)
        for _ in range(_ATTEMPTS - 1):
            if answer.status_code != 503 or _SHED not in await answer.aread():
                break
            asked = float(answer.headers["retry-after"])
            # At random, so that not all come back at once.
            await asyncio.sleep(min(asked, self._longest_pause) * random.uniform(0.5, 1.5))
            answer = await self.attempt(request)
        return answer

    async def attempt(self, request: httpx.Request) -> httpx.Response:
        """Send the request once."""
        return await super().handle_async_request(request)
