"""Attackers and good customers, at the whole system."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from dev.addresses import HOST, SUBGRAPHS
from dev.patience import PatientTransport
from dev.stack import Stack
from tests.stack.system.conftest import fresh_showtime, new_customer, showtimes
from tests.waiting import until

__all__ = ["attacker", "fresh_showtime", "new_customer", "showtimes"]


@dataclass(frozen=True, slots=True)
class Attacker:
    """Somebody without a login, at the router or at a subgraph's own port."""

    http: httpx.AsyncClient
    stack: Stack

    async def send(
        self, query: str, variables: Mapping[str, Any] | None = None, *, to: str = "router"
    ) -> httpx.Response:
        """Send an operation to a process of the stack."""
        return await self.post({"query": query, "variables": variables}, to=to)

    async def post(
        self, body: object, *, to: str = "router", correlation_id: str | None = None
    ) -> httpx.Response:
        """Send a body to a process of the stack; to a subgraph as its router does.

        Half characters are sent as JSON escapes them.
        """
        headers = {"content-type": "application/json"}
        if to in SUBGRAPHS:
            headers |= self.stack.as_router(to).headers
        if correlation_id is not None:
            headers["x-correlation-id"] = correlation_id
        url = f"{self.stack.ports.url(to)}/graphql"
        return await self.http.post(url, content=json.dumps(body), headers=headers)

    def known(self, to: str) -> list[bytes]:
        """Return the header lines by which a subgraph knows its router; the router needs none."""
        headers = self.stack.as_router(to).headers if to in SUBGRAPHS else {}
        return [f"{name}: {value}".encode() for name, value in headers.items()]

    async def exchanged(self, sent: bytes, *, to: str = "router") -> bytes:
        """Send bytes on a connection of their own; return the answer until it is closed."""
        reader, writer = await asyncio.open_connection(HOST, self.stack.ports.of(to))
        writer.write(sent)
        try:
            return await reader.read()
        except ConnectionResetError:
            return b"reset"
        finally:
            writer.close()

    async def counted(self, correlation_id: str) -> list[str]:
        """Return the codes in the router's log line of this request, once it is written."""
        file = self.stack.folders.logs / "router.log"
        found: list[list[str]] = []

        def is_written() -> bool:
            for line in file.read_text().splitlines():
                if correlation_id in line:
                    found.append(json.loads(line).get("errors", []))
            return bool(found)

        await until(is_written, failure=f"the router logged nothing about {correlation_id}")
        return found[0]

    async def refused(
        self, query: str, variables: Mapping[str, Any] | None = None, *, to: str = "router"
    ) -> dict[str, Any]:
        """Send an operation that is refused; return its error, and fail when anything was done."""
        answer = await self.send(query, variables, to=to)
        body: dict[str, Any] = answer.json()
        assert body.get("data") is None
        [error] = body["errors"]
        if to not in SUBGRAPHS:
            assert answer.headers["x-subgraph-calls"] == ""
        return error


@pytest.fixture
async def attacker(stack: Stack) -> AsyncGenerator[Attacker]:
    async with httpx.AsyncClient(timeout=60, transport=PatientTransport(0.1)) as http:
        yield Attacker(http, stack)
