"""One connection to the router, with one question at a time."""

import asyncio
from collections.abc import Callable
from typing import cast

Done = Callable[[int, bytes], None]
"""Gets the status and the body; the status 0 when the connection ended before the answer."""

_NO_ANSWER = 0
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Connection(asyncio.Protocol):
    """Sends a question and gives its answer to `done`."""

    def __init__(self) -> None:
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.is_open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._done is not None:
            self._finish(_NO_ANSWER, b"")

    def ask(self, request: bytes, done: Done) -> None:
        """Send a whole request; the answer before it must have come."""
        assert self._transport is not None
        assert self._done is None
        self._done = done
        self._transport.write(request)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(_END_OF_HEAD)
        if end == -1:
            return
        head = self._received[:end].lower()
        length = int(head[head.index(_LENGTH) + len(_LENGTH) :].split(b"\r\n", 1)[0])
        body = self._received[end + len(_END_OF_HEAD) :]
        if len(body) >= length:
            self._finish(int(head[9:12]), body)

    def _finish(self, status: int, body: bytes) -> None:
        done, self._done = self._done, None
        self._received = b""
        if done is not None:
            done(status, body)
