"""Ends connections whose request or reader does not come, or whose request has too large a head."""

import asyncio
from typing import cast

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

log = structlog.get_logger(__name__)

READ_SECONDS = 10.0
"""How long a request may take to arrive, from its first byte or from the connection on."""
ANSWER_SECONDS = 60.0
"""How long a client may take to read what waits for it in this process's memory."""
MAX_HEAD_BYTES = 64_000
"""The largest request line with headers; uvicorn by itself keeps all that comes."""


class BoundedHttp(HttpToolsProtocol):
    """A connection that must bring each request whole within READ_SECONDS, and read the answer.

    uvicorn limits only the pause between two requests. Without this, a client that sends a byte a
    second holds its connection for ever, and the body that it began as well. So does a client that
    reads nothing: a connection is not closed before what was written is read.
    """

    read_seconds = READ_SECONDS
    answer_seconds = ANSWER_SECONDS

    _deadline: asyncio.TimerHandle | None = None
    _answer_deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = True
    _head_ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # pyright: ignore[reportArgumentType] - uvicorn narrows it as asyncio's own protocols do
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._has_read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._expect_request()
        was_in_head, self._head_ended = self._in_head, False
        super().data_received(data)
        # Bytes that arrive with the end of a head or body belong to several parts.
        if was_in_head and self._in_head and not self._head_ended:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse(431, "Request Header Fields Too Large")

    def pause_writing(self) -> None:
        self._expect_reader()
        super().pause_writing()

    def resume_writing(self) -> None:
        if not self.transport.is_closing():
            self._has_read()
        super().resume_writing()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._expect_reader()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._expect_reader()

    def handle_websocket_upgrade(self) -> None:
        self._stop_waiting()
        self._has_read()
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        self._expect_request()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head, self._head_ended, self._head_bytes = False, True, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head = True
        self._stop_waiting()
        super().on_message_complete()

    def _expect_request(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.read_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _expect_reader(self) -> None:
        if self._answer_deadline is None:
            self._answer_deadline = self.loop.call_later(self.answer_seconds, self._leave)

    def _has_read(self) -> None:
        if self._answer_deadline is not None:
            self._answer_deadline.cancel()
            self._answer_deadline = None

    def _leave(self) -> None:
        log.info("answer_not_read")
        self.transport.abort()

    def _give_up(self) -> None:
        self._deadline = None
        if self.pipeline:
            # The rest is not read before the requests in front of it are answered.
            self._expect_request()
        else:
            self._refuse(408, "Request Timeout")

    def _refuse(self, status: int, reason: str) -> None:
        if self.transport.is_closing():
            return
        log.info("connection_refused", status=status)
        if not self._is_answering():
            head = f"HTTP/1.1 {status} {reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head.encode())
        self.transport.close()
        self._expect_reader()

    def _is_answering(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and cycle.response_started and not cycle.response_complete
