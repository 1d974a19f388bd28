"""Where every process of a stack listens, and where its files are."""

import random
import socket
from dataclasses import dataclass, fields
from pathlib import Path

from dev.errors import StackError

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


def _claim(first: int) -> bool:
    """Whether the ports from `first` on are this process's from now on, until it ends.

    Between the choice of a port and its use nothing listens there, so that another stack could
    choose it too. Each claims a name in Linux's abstract socket namespace first, which one at a
    time can have, and which is free again when its process is gone, however it ended.
    """
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0cinema-ports-{first}")
    except OSError:
        claim.close()
        return False
    claim.detach()  # left open
    return True


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
        """Ports that nobody uses, and that no other call is given while this process lives."""
        count = len(fields(cls))
        starts = range(_FREE_RANGE.start, _FREE_RANGE.stop - count, count)
        for first in random.sample(starts, len(starts)):
            ports = range(first, first + count)
            if not any(map(is_taken, ports)) and _claim(first):
                return cls(*ports)
        raise StackError(
            f"No {count} ports in a row are free from {_FREE_RANGE.start} to {_FREE_RANGE.stop}: "
            "stop what uses them and try again."
        )

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
