"""What every test may use: the whole system, started once for the session."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from hypothesis import settings

from dev.addresses import SUBGRAPHS, Ports
from dev.parts.checks import answers_http
from dev.processes import Command
from dev.stack import Stack
from tests.supergraph.programs import ROUTER, apollo_router

# A loaded machine is no fault of the code: no example fails because it took long.
settings.register_profile("marquee", deadline=None)
settings.load_profile("marquee")


class BehindApolloRouter(Stack):
    """The system with the Apollo Router that the variable APOLLO_ROUTER names."""

    def _command(self, name: str) -> Command:
        if name != "router":
            return super()._command(name)
        addresses = {f"{each.upper()}_URL": f"{self.ports.url(each)}/graphql" for each in SUBGRAPHS}
        secrets = {"ROUTER_SECRETS_FOLDER": str(self.folders.router)}
        program = apollo_router(
            Path(os.environ["APOLLO_ROUTER"]),
            ROUTER / "supergraph.graphql",
            self.ports.router,
            self.folders.root,
            addresses | secrets,
        )
        return Command(name, program.argv, answers_http(program.ready), program.environment)


@pytest.fixture(scope="session")
async def stack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Stack]:
    """All parts, subgraphs and the router, on free ports and without demo data.

    Its folder is kept, as pytest keeps those of the last three runs; after a failure its logs are
    named.
    """
    kind = BehindApolloRouter if "APOLLO_ROUTER" in os.environ else Stack
    async with kind(tmp_path_factory.mktemp("stack"), Ports.free()) as stack:
        yield stack
    if request.session.testsfailed:
        request.config.get_terminal_writer().line(f"\nThe stack's logs: {stack.folders.logs}")
