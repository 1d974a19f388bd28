"""Requests for a WebSocket that are refused, sent byte for byte."""

import socket as sockets
import struct
from urllib.parse import urlsplit

import pytest

from tests.supergraph.serving import RouterProcess

pytestmark = pytest.mark.embedded_router


@pytest.mark.parametrize("path", ["//", "/\\", "http://[", "/other"])
@pytest.mark.parametrize("upgrade", [True, False])
def test_a_malformed_address_is_refused_and_the_router_keeps_running(
    toy_router: RouterProcess, path: str, upgrade: bool
) -> None:
    with _raw(toy_router, path, upgrade=upgrade) as connection:
        answer = connection.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 4")
    assert b"node_modules" not in answer
    assert toy_router.ask("{ me }").json()["data"] == {"me": ""}


def test_a_reset_of_a_refused_socket_does_not_stop_the_router(toy_router: RouterProcess) -> None:
    for _ in range(100):
        with _raw(toy_router, "/graphql", upgrade=True, origin="http://evil.test") as connection:
            # Closed without waiting, with a reset.
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, linger)
    assert toy_router.ask("{ me }").json()["data"] == {"me": ""}


def _raw(
    router: RouterProcess, path: str, *, upgrade: bool, origin: str | None = None
) -> sockets.socket:
    """Open a connection and send a GET of `path`, byte for byte."""
    address = urlsplit(router.url)
    connection = sockets.create_connection((address.hostname, address.port), timeout=10)
    headers = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}"]
    if upgrade:
        headers += ["Connection: Upgrade", "Upgrade: websocket"]
        headers += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    if origin:
        headers.append(f"Origin: {origin}")
    connection.sendall("\r\n".join([*headers, "", ""]).encode())
    return connection
