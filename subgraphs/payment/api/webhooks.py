"""The provider's webhooks: `POST /webhooks/provider`."""

from fastapi import APIRouter, Request, Response

from shared.errors import TransientFailure
from subgraphs.payment.errors import InvalidSignature
from subgraphs.payment.service.payments import PaymentService

_MAX_BYTES = 100_000


def webhook_routes(service: PaymentService, signature_header: str) -> APIRouter:
    """Return the route.

    It answers 204 when the webhook is handled, 400 without the provider's signature, 413 when the
    body is too long, and 503 when the provider should send the webhook again.
    """
    router = APIRouter()

    @router.post("/webhooks/provider")
    async def webhook(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BYTES:
                return Response(status_code=413)
        try:
            await service.handle_webhook(body, request.headers.get(signature_header, ""))
        except InvalidSignature:
            return Response(status_code=400)
        except TransientFailure:
            return Response(status_code=503)
        return Response(status_code=204)

    return router
