"""The port of every process of a stack, and the folders of its files."""

import random
import socket
from dataclasses import dataclass, fields
from pathlib import Path

from dev.errors import StackError

SUBGRAPHS = ("account", "catalog", "booking", "payment")
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# Below Linux's range for outgoing connections (32768 and up): a connection could take a port
# from there between the choice and its use.
_FREE_RANGE = range(20_000, 32_000)


def is_taken(port: int) -> bool:
    """Return whether something listens on `port`.

    A trial bind is the question itself; psutil's list of sockets would be an indirect answer.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _claim(first: int) -> bool:
    """Reserve the ports from `first` on for this process until it ends; False when they are taken.

    Between the choice of a port and its use nothing listens there, so another stack could choose
    it too. Each stack therefore binds a name in Linux's abstract socket namespace first. Only one
    process can hold a name, and the kernel frees it when that process ends. A lock file would
    need a folder that all users can write to, and would stay behind.
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
    """One port for each process; the defaults are the ports of `make up`."""

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
        """Return unused ports that no other call gets while this process lives."""
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
        """Return the port of the named process."""
        return getattr(self, name)

    def url(self, name: str) -> str:
        """Return the http address of the named process."""
        return f"http://{HOST}:{self.of(name)}"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder of a stack, which holds everything that the stack writes."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        """Keys and passwords of Vault, MongoDB and Redis; only this user may read them."""
        return self.root / "keys"

    @property
    def provider(self) -> Path:
        """The two keys of the sandbox payment provider, apart from all others."""
        return self.root / "provider"

    @property
    def router(self) -> Path:
        """For each subgraph, a file of its name with the secret that the router sends to it."""
        return self.root / "router"

    @property
    def approles(self) -> Path:
        return self.root / "approle"

    def make(self) -> None:
        """Create the missing folders, closed to other users."""
        inner = (self.data, self.logs, self.keys, self.provider, self.router, self.approles)
        for folder in (self.root, *inner):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


DEFAULT_FOLDER = ROOT / ".stack"
