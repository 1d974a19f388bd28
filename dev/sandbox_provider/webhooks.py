"""Sends signed webhooks to the merchant."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import httpx

_PAUSES_SECONDS = (0.0, 1.0, 5.0, 30.0)


def signature(body: bytes, secret: str, at: float) -> str:
    """Return the header of a webhook: `t=<unix time>,v1=<HMAC-SHA256 of "time.body">`."""
    moment = str(int(at))
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"


class Webhooks:
    """Delivers webhooks at least once, in any order; gives up after four attempts."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret
        self._client = httpx.AsyncClient(timeout=10, trust_env=False)
        self._deliveries = set[asyncio.Task[None]]()

    def send(self, entry: dict[str, Any]) -> None:
        """Deliver an entry of the log in the background."""
        delivery = asyncio.create_task(self._deliver(json.dumps(entry).encode()))
        self._deliveries.add(delivery)
        delivery.add_done_callback(self._deliveries.discard)

    async def close(self) -> None:
        """Cancel the deliveries in progress."""
        for delivery in self._deliveries:
            delivery.cancel()
        await asyncio.gather(*self._deliveries, return_exceptions=True)
        await self._client.aclose()

    async def _deliver(self, body: bytes) -> None:
        for pause in _PAUSES_SECONDS:
            await asyncio.sleep(pause)
            headers = {"sandbox-signature": signature(body, self._secret, time.time())}
            try:
                answer = await self._client.post(self._url, content=body, headers=headers)
            except httpx.TransportError:
                continue
            if answer.is_success:
                return
