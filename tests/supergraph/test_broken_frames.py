"""What is no frame of a WebSocket, one that is too large, or one that no client sends."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

from tests.supergraph.serving import RouterProcess, wait_until
from tests.supergraph.test_subscriptions import socket

pytestmark = pytest.mark.embedded_router


@pytest.mark.parametrize(
    ("frame", "code", "name"),
    [
        (
            b"\x81\xff\x00\x00\x00\x00\x00\x03\x00\x00abcd",
            1009,
            "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
        ),
        (b"\xff" * 100, 1002, "WS_ERR_UNEXPECTED_RSV_2_3"),
        (b"\x81\x01a", 1002, "WS_ERR_EXPECTED_MASK"),
    ],
    ids=["too large", "no frame", "no mask"],
)
def test_the_socket_is_closed_with_a_code_and_the_log_stays_json(
    toy_router: RouterProcess, frame: bytes, code: int, name: str
) -> None:
    with socket(toy_router) as connection:
        connection.socket.sendall(frame)
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == code
    wait_until(lambda: name in toy_router.log.read_text())
    lines = [json.loads(line) for line in toy_router.log.read_text().splitlines()]
    assert [line["level"] for line in lines if line.get("errors") == [name]] == ["info"]


@pytest.mark.parametrize("kind", ["connection_ack", "next", "error"])
def test_what_only_a_server_says_closes_the_socket(toy_router: RouterProcess, kind: str) -> None:
    payload: object = [{"message": "x"}] if kind == "error" else {}
    message = {"type": kind, "id": "1", "payload": payload}
    with socket(toy_router) as connection:
        connection.send(json.dumps(message))
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4400
    assert "node_modules" not in toy_router.log.read_text()
