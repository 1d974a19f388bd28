"""Requests byte for byte, as no HTTP library sends them."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from socket import SO_RCVBUF, SOL_SOCKET, socket
from urllib.parse import urlsplit

BODY = b'{"query": "{ __typename }"}'
POST = b"POST /graphql HTTP/1.1\r\nhost: cinema.test\r\ncontent-type: application/json\r\n"
WHOLE = POST + b"content-length: %d\r\n\r\n" % len(BODY) + BODY


@contextmanager
def connected(url: str, *, receive_buffer: int | None = None) -> Generator[socket]:
    """Open a connection to the server at `url`; reading from it fails after ten seconds."""
    address = urlsplit(url)
    with socket() as connection:
        if receive_buffer is not None:
            connection.setsockopt(SOL_SOCKET, SO_RCVBUF, receive_buffer)
        connection.settimeout(10)
        connection.connect((address.hostname, address.port))
        yield connection


def until_closed(connection: socket) -> bytes:
    """Return what the server sends until it closes the connection."""
    received = b""
    try:
        while chunk := connection.recv(100_000):
            received += chunk
    except ConnectionResetError:
        pass  # it closed while bytes that it had not read were under way
    return received


def exchanged(url: str, sent: bytes) -> bytes:
    """Send these bytes, and return the answer until the server closes the connection."""
    with connected(url) as connection:
        connection.sendall(sent)
        return until_closed(connection)


async def trickled(url: str, start: bytes, drop: bytes, every: float) -> bytes:
    """Send `start`, then a drop at each interval; return what comes until the server closes."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)

    async def drip() -> None:
        while True:
            writer.write(drop)
            await asyncio.sleep(every)

    writer.write(start)
    dripping = asyncio.create_task(drip())
    try:
        return await reader.read(100_000)
    except ConnectionResetError:
        return b""
    finally:
        dripping.cancel()
        writer.close()
