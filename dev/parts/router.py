"""Starts the embedded router: Hive Gateway with the composed supergraph."""

from dev.addresses import HOST, ROOT, SUBGRAPHS, Folders, Ports
from dev.node import find_node
from dev.parts.checks import answers_http
from dev.processes import Command
from dev.storefront import BUILT


def command(ports: Ports, folders: Folders) -> Command:
    """Return the router's command, with the address of each subgraph and the secrets for them."""
    return Command(
        name="router",
        argv=(find_node(), ROOT / "router" / "gateway" / "server.mjs"),
        check=answers_http(f"{ports.url('router')}/health/ready"),
        env={
            "ROUTER_HOST": HOST,
            "ROUTER_PORT": str(ports.router),
            "ROUTER_ENVIRONMENT": "development",
            # For development: each answer names the subgraphs that were called for it.
            "ROUTER_EXPOSE_CALLS": "1",
            "ROUTER_SECRETS_FOLDER": str(folders.router),
            # Unbuilt where only services are tested: `make install` builds it.
            "STOREFRONT_FOLDER": str(BUILT) if (BUILT / ".digest").exists() else "",
            "SUPERGRAPH_FILE": str(ROOT / "router" / "supergraph.graphql"),
            **{f"{name.upper()}_URL": f"{ports.url(name)}/graphql" for name in SUBGRAPHS},
        },
    )
