"""Where the provider tells what happened: `POST /webhooks/provider`."""

from fastapi import APIRouter, Request, Response

from shared.errors import Unavailable
from subgraphs.payment.errors import InvalidSignature
from subgraphs.payment.service.payments import PaymentService

_MAX_BYTES = 100_000


def webhook_routes(service: PaymentService, signature_header: str) -> APIRouter:
    """The route: 204 when it is taken in, 400 for what the provider did not sign, 413 for what is
    too long, 503 when it should be told again."""
    router = APIRouter()

    @router.post("/webhooks/provider")
    async def webhook(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BYTES:
                return Response(status_code=413)
        try:
            await service.told(body, request.headers.get(signature_header, ""))
        except InvalidSignature:
            return Response(status_code=400)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=204)

    return router
