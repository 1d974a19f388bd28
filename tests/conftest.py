"""What every test may use: the whole system, started once for the session."""

from collections.abc import AsyncGenerator

import pytest

from dev.addresses import Ports
from dev.stack import Stack


@pytest.fixture(scope="session")
async def stack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Stack]:
    """All parts, subgraphs and the router, on free ports and without demo data.

    Its folder is kept, as pytest keeps those of the last three runs; after a failure its logs are
    named.
    """
    async with Stack(tmp_path_factory.mktemp("stack"), Ports.free()) as stack:
        yield stack
    if request.session.testsfailed:
        request.config.get_terminal_writer().line(f"\nThe stack's logs: {stack.folders.logs}")
