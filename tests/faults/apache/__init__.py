"""A real Apache Kafka (KRaft, one node), opt-in. It needs Java 17 and Maven."""

import base64
import shutil
import subprocess
import uuid
from pathlib import Path

from dev.addresses import HOST, ROOT, Ports
from dev.errors import StackError
from dev.parts.checks import accepts_connections
from dev.processes import Command

_JARS = ROOT / ".faults" / "apache-kafka"
_POM = Path(__file__).with_name("pom.xml")


def fetch() -> None:
    """Fetch the broker's jars, pinned by `pom.xml`. Raise StackError if a tool is missing."""
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            raise StackError(f"KAFKA=apache needs `{tool}` on PATH: install Java 17 and Maven.")
    if not _JARS.exists():
        subprocess.run(
            [
                *("mvn", "--quiet", "--batch-mode", "--file", str(_POM)),
                "dependency:copy-dependencies",
                f"-DoutputDirectory={_JARS}",
                "-DincludeScope=runtime",
            ],
            check=True,
        )


def command(ports: Ports, folder: Path) -> Command:
    """Return the command of a broker on the stack's Kafka port, with its log in `folder`."""
    configuration = folder / "server.properties"
    if not configuration.exists():
        _prepare(ports, folder, configuration)
    return Command(
        name="kafka",
        argv=("java", "-Xmx512m", "-cp", f"{_JARS}/*", "kafka.Kafka", configuration),
        check=accepts_connections(ports.kafka),
        env={},
        # After `kill -9` it recovers its log before it listens.
        ready_seconds=90.0,
    )


def _prepare(ports: Ports, folder: Path, configuration: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    controller = Ports.free().kafka
    settings = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "listeners": f"PLAINTEXT://{HOST}:{ports.kafka},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{ports.kafka}",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(folder / "log"),
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # Flush each message before acknowledging it: there is no other replica.
        "log.flush.interval.messages": "1",
    }
    configuration.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    subprocess.run(
        [
            *("java", "-cp", f"{_JARS}/*", "kafka.tools.StorageTool", "format"),
            f"--cluster-id={cluster}",  # one argument: the id may begin with a dash
            f"--config={configuration}",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
