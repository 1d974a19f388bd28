"""What is no frame of a WebSocket, or one that is too large."""

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
