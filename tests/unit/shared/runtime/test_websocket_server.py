"""A refused handshake is one HTTP answer, and no error in the log."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
import uvicorn
import websockets
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.runtime.websocket_server import RefusableWebSocket
from tests.waiting import until


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("no strangers", 401)(scope, receive, send)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    config = uvicorn.Config(refuse, port=0, ws=RefusableWebSocket, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started, failure="the server does not start")
    [port] = [each.getsockname()[1] for each in server.servers[0].sockets]
    yield f"ws://127.0.0.1:{port}/"
    server.should_exit = True
    await serving


async def test_a_refused_handshake_logs_no_error(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(address)
    assert refused.value.response.status_code == 401
    assert refused.value.response.body == b"no strangers"
    assert [line.message for line in caplog.records if line.levelno >= logging.ERROR] == []
