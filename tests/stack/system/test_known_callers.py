"""A subgraph's port answers its router, and services that hold a token for it, and nobody else."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from dev.addresses import SUBGRAPHS
from dev.bootstrap.vault import open_vault, read
from dev.stack import Stack
from shared.auth.callers import ROUTER_SECRET
from shared.auth.service_tokens import ServiceTokenSigner, SigningKey
from shared.clock import SystemClock
from tests.stack.watching import PROTOCOL

SCHEMA = {"query": "{ _service { sdl } }"}
ENTITIES = {"query": "{ _entities(representations: []) { __typename } }"}
ANOTHER = {name: "account" if name != "account" else "booking" for name in SUBGRAPHS}


@pytest.fixture
async def stranger() -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as stranger:
        yield stranger


def _code(answer: httpx.Response) -> tuple[int, str]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


@pytest.mark.parametrize("name", SUBGRAPHS)
async def test_a_stranger_gets_no_schema_and_no_entities(
    stack: Stack, stranger: httpx.AsyncClient, name: str
) -> None:
    url = f"{stack.ports.url(name)}/graphql"
    of_another = stack.as_router(ANOTHER[name]).headers
    for headers in ({}, {ROUTER_SECRET: "guessed"}, of_another):
        for body in (SCHEMA, ENTITIES):
            refused = await stranger.post(url, json=body, headers=headers)
            assert _code(refused) == (401, "UNKNOWN_CALLER")
    assert _code(await stranger.get(url, params=SCHEMA)) == (401, "UNKNOWN_CALLER")
    # With the secret of this one, the same is answered.
    answered = await stranger.post(url, json=SCHEMA, headers=stack.as_router(name).headers)
    assert "type Query" in answered.json()["data"]["_service"]["sdl"]


@pytest.mark.parametrize("name", SUBGRAPHS)
async def test_a_stranger_opens_no_websocket(stack: Stack, name: str) -> None:
    url = f"{stack.ports.url(name)}/graphql".replace("http", "ws", 1)
    of_another = stack.as_router(ANOTHER[name]).headers
    for headers in ({}, of_another):
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, subprotocols=[PROTOCOL], additional_headers=headers)
        response = refused.value.response
        assert response.status_code == 401
        [error] = json.loads(response.body)["errors"]
        assert error["extensions"]["code"] == "UNKNOWN_CALLER"
    async with connect(
        url, subprotocols=[PROTOCOL], additional_headers=stack.as_router(name).headers
    ) as socket:
        assert socket.subprotocol == PROTOCOL


@pytest.mark.parametrize(
    ("name", "audience", "scope", "opens"),
    [
        ("catalog", "catalog", "showtimes:read", True),
        ("catalog", "catalog", "payments:read", False),
        ("catalog", "payment", "showtimes:read", False),
        ("payment", "payment", "payments:read", True),
        ("payment", "catalog", "payments:read", False),
        ("account", "account", "payments:read", False),
        ("booking", "booking", "payments:read", False),
    ],
)
async def test_a_service_token_opens_the_service_that_it_is_for(
    stack: Stack, stranger: httpx.AsyncClient, name: str, audience: str, scope: str, opens: bool
) -> None:
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    secret = read(vault, "booking/service-key")
    assert secret is not None

    async def key() -> SigningKey:
        return SigningKey(**secret)

    token = await ServiceTokenSigner("booking", audience, key, SystemClock()).sign(scope)
    headers = {"authorization": f"Bearer {token}"}
    answer: Any = await stranger.post(
        f"{stack.ports.url(name)}/graphql", json={"query": "{ __typename }"}, headers=headers
    )
    if opens:
        assert answer.json()["data"] == {"__typename": "Query"}
    else:
        assert _code(answer) == (401, "UNKNOWN_CALLER")
