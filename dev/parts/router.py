"""The embedded router: Hive Gateway over the composed supergraph."""

from dev.addresses import HOST, ROOT, SUBGRAPHS, Ports
from dev.node import find_node
from dev.parts.checks import answers_http
from dev.processes import Command


def command(ports: Ports) -> Command:
    """The router, with each subgraph at its own port."""
    return Command(
        name="router",
        argv=(find_node(), ROOT / "router" / "gateway" / "server.mjs"),
        check=answers_http(f"{ports.url('router')}/health/ready"),
        env={
            "ROUTER_HOST": HOST,
            "ROUTER_PORT": str(ports.router),
            "ROUTER_ENVIRONMENT": "development",
            # Development looks at costs: every answer says which subgraphs it took.
            "ROUTER_EXPOSE_CALLS": "1",
            "SUPERGRAPH_FILE": str(ROOT / "router" / "supergraph.graphql"),
            **{f"{name.upper()}_URL": f"{ports.url(name)}/graphql" for name in SUBGRAPHS},
        },
    )
