"""The account subgraph on a running stack."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from pymongo import AsyncMongoClient

from dev.patience import PatientTransport
from dev.stack import Stack
from tests.stack.account.people import Answer, Town


@pytest.fixture(scope="session")
async def town(stack: Stack) -> AsyncGenerator[Town]:
    """People on the stack's account subgraph; at the end no log may contain their secrets."""
    # Other tests of the same run restart MongoDB, which closes the idle connections.
    async with (
        httpx.AsyncClient(
            timeout=60, transport=PatientTransport(0.1), auth=stack.as_router("account")
        ) as http,
        AsyncMongoClient[Answer](
            stack.admin.mongo_url, directConnection=True, tz_aware=True, maxIdleTimeMS=1_000
        ) as client,
    ):
        town = Town(
            url=f"{stack.ports.url('account')}/graphql",
            mailbox_url=stack.ports.url("mailbox_http"),
            http=http,
            database=client["account"],
        )
        yield town
    logs = [(log.name, log.read_text(errors="replace")) for log in stack.folders.logs.iterdir()]
    leaking = {name for name, text in logs for secret in town.secrets if secret in text}
    assert not leaking, f"secrets of this run are in the logs of {sorted(leaking)}"
    assert len(town.secrets) > 2
    assert any("account" in name and text for name, text in logs)
