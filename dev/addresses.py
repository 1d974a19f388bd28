"""Where every process of a stack listens, and where its files are."""

import random
import socket
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

SUBGRAPHS = ("account", "catalog", "booking", "payment")
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# Below the range from which the system takes ports for outgoing connections (32768 and up on
# Linux): a port from there could be taken between the choice and its use.
_FREE_RANGE = range(20_000, 32_000)


def is_taken(port: int) -> bool:
    """Whether something listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Ports:
    """One port for each process; the defaults are those of `make up`."""

    router: int = 4000
    account: int = 4001
    catalog: int = 4002
    booking: int = 4003
    payment: int = 4004
    mongo: int = 4010
    redis: int = 4011
    kafka: int = 4012
    vault: int = 4013
    provider: int = 4014
    mailbox_smtp: int = 4015
    mailbox_http: int = 4016
    vault_cluster: int = 4017

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nobody uses at this moment, so that test runs never collide."""
        count = len(fields(cls))
        candidates = random.sample(_FREE_RANGE, 10 * count)
        return cls(*islice((port for port in candidates if not is_taken(port)), count))

    def of(self, name: str) -> int:
        """The port of the process by that name."""
        return getattr(self, name)

    def url(self, name: str) -> str:
        """The http address of the process by that name."""
        return f"http://{HOST}:{self.of(name)}"


@dataclass(frozen=True, slots=True)
class Folders:
    """A stack's own folder: everything that it keeps is below it."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        """Files that only this user may read: what opens Vault and MongoDB."""
        return self.root / "keys"

    @property
    def provider(self) -> Path:
        """What the sandbox payment provider may read of the keys: its own two."""
        return self.root / "provider"

    @property
    def approles(self) -> Path:
        return self.root / "approle"

    def make(self) -> None:
        """Create what is missing, closed to other users."""
        for folder in (self.root, self.data, self.logs, self.keys, self.provider, self.approles):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


DEFAULT_FOLDER = ROOT / ".stack"
