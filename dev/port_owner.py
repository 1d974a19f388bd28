"""Names the process that listens on a port."""

from contextlib import suppress

import psutil


def describe_owner(port: int) -> str:
    """Return the program and process id that listen on `port`.

    Linux hides the processes of other users: theirs are "another program".
    """
    for socket in psutil.net_connections("tcp"):
        listens_here = (
            socket.status == psutil.CONN_LISTEN and socket.laddr and socket.laddr.port == port
        )
        if listens_here and socket.pid is not None:
            with suppress(psutil.NoSuchProcess):
                return f"{psutil.Process(socket.pid).name()} (process {socket.pid})"
    return "another program"
