"""Connections that say nothing, at every port."""

import asyncio

import pytest

from dev.addresses import SUBGRAPHS
from tests.attacks.conftest import Attacker
from tests.stack.system.conftest import NewCustomer

AT_EACH_PORT = 100


@pytest.mark.embedded_router
async def test_they_are_ended_and_customers_served_meanwhile(
    attacker: Attacker, new_customer: NewCustomer
) -> None:
    customer = await new_customer()
    async with asyncio.TaskGroup() as group:
        silent = [
            group.create_task(attacker.exchanged(b"", to=port))
            for port in ("router", *SUBGRAPHS)
            for _ in range(AT_EACH_PORT)
        ]
        for _ in range(20):
            assert (await customer.ask("{ me { id } }"))["me"]
    firsts = {each.result().split(b"\r\n", 1)[0] for each in silent}
    assert firsts == {b"HTTP/1.1 408 Request Timeout"}
