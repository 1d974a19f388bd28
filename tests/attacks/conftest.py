"""Attackers and one good customer, at the whole system."""

import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from dev.addresses import SUBGRAPHS
from dev.client import Client
from dev.stack import Stack

_PASSWORD = "a-long-enough-password"
_REGISTER = """
mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }
"""
_LOG_IN = """
mutation LogIn($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { token } } }
"""


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

    async def post(self, body: object, *, to: str) -> httpx.Response:
        """Send a body to a process of the stack; to a subgraph as its router does."""
        headers = self.stack.as_router(to).headers if to in SUBGRAPHS else {}
        url = f"{self.stack.ports.url(to)}/graphql"
        return await self.http.post(url, json=body, headers=headers)

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
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        yield Attacker(http, stack)


@pytest.fixture(scope="session")
async def customer(stack: Stack) -> AsyncGenerator[Client]:
    """A registered customer who is logged in at the router."""
    async with Client(stack.url) as client:
        email = f"{secrets.token_hex(8)}@cinema.test"
        person = {"email": email, "password": _PASSWORD}
        names = {"firstName": "Some", "lastName": "One"}
        await client.ask(_REGISTER, input=person | names)
        answer = await client.ask(_LOG_IN, input=person | {"tokenDelivery": "BEARER"})
        client.token = answer["login"]["token"]
        yield client
