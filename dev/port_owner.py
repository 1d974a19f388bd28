"""Whose a taken port is, as Linux tells it."""

from pathlib import Path

_LISTENING = "0A"


def describe_owner(port: int) -> str:
    """The program and process id that listen on `port`, as far as this user may know."""
    inodes = _listening_inodes(port)
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.removeprefix("socket:[").removesuffix("]") in inodes:
            process = descriptor.parent.parent
            name = (process / "comm").read_text().strip()
            return f"{name} (process {process.name})"
    return "another program"


def _listening_inodes(port: int) -> set[str]:
    inodes: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for row in table.read_text().splitlines()[1:]:
            columns = row.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(columns[9])
    return inodes
