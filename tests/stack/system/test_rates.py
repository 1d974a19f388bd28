"""Who sends too many operations is refused, while others at the same router are served."""

import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from dev.addresses import HOST, Ports
from dev.parts import router
from dev.parts.checks import answers_http
from dev.processes import ManagedProcess
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer

_page_sizes = itertools.count(10)
ADDRESS, ELSEWHERE = "127.0.0.31", "127.0.0.32"
LOW = "[40, 1]"
GRAPHQL_RESPONSE = "application/graphql-response+json"


def question() -> dict[str, str]:
    """One that catalog has not been asked before: a kept answer is sent without a charge."""
    return {"query": f"{{ movies(first: {next(_page_sizes)}) {{ edges {{ node {{ id }} }} }} }}"}


@pytest.fixture
async def limited(stack: Stack) -> AsyncGenerator[str]:
    """A router's address, with a catalog behind it that allows little."""
    overrides = {"CATALOG_READS_OF_ADDRESS": LOW, "CATALOG_READS_OF_ACCOUNT": LOW}
    catalog = await stack.start_replica("catalog", overrides)
    port = Ports.free().router
    usual = router.command(stack.ports, stack.folders)
    command = replace(
        usual,
        name="limited-router",
        env={**usual.env, "ROUTER_PORT": str(port), "CATALOG_URL": f"{catalog}/graphql"},
        check=answers_http(f"http://{HOST}:{port}/health/ready"),
    )
    process = ManagedProcess(command, stack.folders.logs)
    await process.start()
    yield f"http://{HOST}:{port}/graphql"
    await process.stop()


@asynccontextmanager
async def at(address: str) -> AsyncGenerator[httpx.AsyncClient]:
    """A client whose connections come from this address of the machine."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(
        transport=transport, headers={"accept": GRAPHQL_RESPONSE}, timeout=60
    ) as http:
        yield http


async def flood(http: httpx.AsyncClient, url: str, headers: dict[str, str]) -> httpx.Response:
    for _ in range(20):
        answer = await http.post(url, json=question(), headers=headers)
        if "errors" in answer.json():
            return answer
    raise AssertionError("nothing was refused")


@pytest.mark.embedded_router
async def test_a_flood_is_refused_and_others_are_served(
    limited: str, new_customer: NewCustomer
) -> None:
    flooding, good = [{"authorization": f"Bearer {(await new_customer()).token}"} for _ in range(2)]
    async with at(ADDRESS) as here, at(ELSEWHERE) as elsewhere:

        async def served(http: httpx.AsyncClient, headers: dict[str, str]) -> bool:
            answer = await http.post(limited, json=question(), headers=headers)
            return answer.status_code == 200 and "errors" not in answer.json()

        for headers in ({}, flooding):
            refused = await flood(here, limited, headers)
            [error] = refused.json()["errors"]
            assert error["extensions"]["code"] == "RATE_LIMITED"
            assert refused.status_code == 429
            seconds = error["extensions"]["retryAfterSeconds"]
            assert refused.headers["retry-after"] == str(seconds)
        assert not await served(elsewhere, flooding)
        assert await served(elsewhere, {})
        assert await served(here, good)
