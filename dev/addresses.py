"""Where every process of a stack listens, and where its files are."""

import socket
from dataclasses import dataclass, fields
from pathlib import Path

SUBGRAPHS = ("account", "catalog", "booking", "payment")
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


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
        sockets = [socket.socket() for _ in fields(cls)]
        try:
            for each in sockets:
                each.bind((HOST, 0))
            return cls(*(each.getsockname()[1] for each in sockets))
        finally:
            for each in sockets:
                each.close()

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
    def approles(self) -> Path:
        return self.root / "approle"

    def make(self) -> None:
        """Create what is missing, closed to other users."""
        for folder in (self.root, self.data, self.logs, self.keys, self.approles):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


DEFAULT_FOLDER = ROOT / ".stack"
