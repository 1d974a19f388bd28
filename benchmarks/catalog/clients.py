"""Clients of the measurements: anonymous readers, and an administrator who plans."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from dev.patience import PatientTransport
from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.storage.redis import connect


@dataclass(frozen=True, slots=True)
class Catalog:
    """Two processes of catalog, with a client for both."""

    urls: tuple[str, str]
    http: httpx.AsyncClient
    admin_token: str

    @classmethod
    @asynccontextmanager
    async def of(cls, stack: Stack, replica: str) -> AsyncGenerator["Catalog"]:
        """Connect to the stack's process and its replica; close the connections at the end."""
        urls = (f"{stack.ports.url('catalog')}/graphql", f"{replica}/graphql")
        limits = httpx.Limits(max_connections=200)
        headers = stack.as_router("catalog").headers
        async with httpx.AsyncClient(
            timeout=120, transport=PatientTransport(0.1, limits=limits), headers=headers
        ) as http:
            yield cls(urls, http, await _administrator(stack))

    async def ask(
        self, query: str, variables: dict[str, Any] | None = None, *, process: int = 0
    ) -> Any:
        """Return the data for an anonymous reader; SystemExit when there are errors."""
        return await self._send(query, variables or {}, process, {})

    async def plan(self, query: str, variables: dict[str, Any], *, process: int = 0) -> Any:
        """Return the data for an administrator; SystemExit when there are errors."""
        headers = {"authorization": f"Bearer {self.admin_token}"}
        return await self._send(query, variables, process, headers)

    async def _send(
        self, query: str, variables: dict[str, Any], process: int, headers: dict[str, str]
    ) -> Any:
        answer = await self.http.post(
            self.urls[process % 2],
            json={"query": query, "variables": variables},
            headers=headers,
        )
        body = answer.json()
        if "errors" in body:
            raise SystemExit(f"an error reached the client: {body}")
        return body["data"]


async def _administrator(stack: Stack) -> str:
    clock, token = SystemClock(), new_token()
    viewer = Viewer("acc_planner", "ses_planner", frozenset({Role.ADMIN}))
    day = timedelta(days=1)
    password = (stack.folders.keys / "redis-password").read_text()
    redis = connect(stack.upstream.redis_url, password)
    session = LiveSession(viewer, idle=day, absolute_end=clock.now() + day)
    await SessionStore(redis, clock).put(token_hash(token), session)
    await redis.aclose()
    return token
