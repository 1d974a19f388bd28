"""Catalog on its real parts, with the demo programme."""

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import httpx
import pytest

from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack
from shared.auth.viewer import Role
from subgraphs.catalog.app import connect
from tests.stack.catalog.programme import Programme, logged_in, settings_of


@pytest.fixture(scope="session")
async def programme(
    stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Programme]:
    file = tmp_path_factory.mktemp("catalog") / "programme.json"
    file.write_text(json.dumps(import_file(datetime.now(UTC).date())))
    await run_command(stack, "catalog", "import", str(file))
    replica = await stack.start_replica("catalog")
    # Kept nearly as long as the server keeps them: the pool may close a connection whose time is
    # just over under a request that it has been given to.
    limits = httpx.Limits(max_connections=200, keepalive_expiry=60)
    async with (
        connect(settings_of(stack)) as core,
        httpx.AsyncClient(timeout=60, trust_env=False, limits=limits) as http,
    ):
        yield Programme(
            url=f"{stack.ports.url('catalog')}/graphql",
            replica_url=f"{replica}/graphql",
            http=http,
            core=core,
            admin_token=await logged_in(core, Role.ADMIN),
        )
