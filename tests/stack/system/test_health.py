"""Every service reports that it is live, and which of its parts is unavailable."""

import httpx
import pytest

from dev.addresses import SUBGRAPHS
from dev.stack import Stack
from tests.waiting import until


@pytest.mark.parametrize(
    "name", [*SUBGRAPHS, pytest.param("router", marks=pytest.mark.embedded_router)]
)
async def test_a_service_is_live_and_ready(stack: Stack, name: str) -> None:
    async with httpx.AsyncClient(base_url=stack.ports.url(name), trust_env=False) as http:
        assert (await http.get("/health/live")).status_code == 200
        assert (await http.get("/health/ready")).status_code == 200


@pytest.mark.parametrize("part", ["redis", "mongo", "kafka"])
async def test_a_part_that_does_not_answer_is_named(stack: Stack, part: str) -> None:
    async with httpx.AsyncClient(
        base_url=stack.ports.url("booking"), timeout=20, trust_env=False
    ) as http:

        async def states() -> dict[str, str]:
            return (await http.get("/health/ready")).json()["parts"]

        stack.processes[part].pause()
        try:
            answer = await http.get("/health/ready")
            assert answer.status_code == 503
            assert answer.json()["parts"][part] == "away"
            assert (await http.get("/health/live")).status_code == 200
        finally:
            stack.processes[part].resume()

        async def all_up() -> bool:
            return set((await states()).values()) == {"up"}

        await until(all_up, seconds=30)
