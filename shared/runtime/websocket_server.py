"""WebSockets whose handshake may be refused by an HTTP answer."""

from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent


class RefusableWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that ends quietly when its handshake is refused.

    uvicorn does not count a whole HTTP answer as the end of a handshake. It logs an error for each
    one, so strangers could fill the log.
    """

    async def send(self, message: "ASGISendEvent") -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True
