"""The provider's HTTP API, and the tokens that make it misbehave on request."""

import asyncio
import hmac
from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, PositiveInt

from dev.sandbox_provider.charges import Charge, Charges, Refused

_CARDS = {
    "tok_visa": {"brand": "visa", "last4": "4242"},
    "tok_mastercard": {"brand": "mastercard", "last4": "4444"},
    "tok_slow": {"brand": "visa", "last4": "3030"},
    "tok_response_lost": {"brand": "visa", "last4": "0404"},
}
_DECLINES = {
    "tok_declined": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
}
_SLOW_SECONDS = 30.0
_LOST_SECONDS = 300.0


class ChargeRequest(BaseModel):
    """A charge to authorise, under the caller's own id."""

    id: str
    amount_minor: PositiveInt
    currency: str
    token: str


class RefundRequest(BaseModel):
    """Money to give back, under the caller's own id."""

    id: str
    amount_minor: PositiveInt


def create_app(charges: Charges, api_key: str) -> FastAPI:
    """The API over `charges`, for whoever has `api_key`.

    Tokens: `tok_visa` and `tok_mastercard` are good; `tok_declined` and `tok_insufficient_funds`
    are refused; `tok_slow` takes 30 s; `tok_response_lost` is charged and never answered;
    `tok_unavailable` is answered 503 with nothing done; any other is refused as `invalid_token`.
    """

    def authenticated(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), f"Bearer {api_key}".encode()):
            raise HTTPException(401, "unknown API key")

    app = FastAPI(title="Sandbox payment provider", docs_url=None, redoc_url=None)

    @app.exception_handler(Refused)
    async def refused(_request: object, error: Refused) -> JSONResponse:
        return JSONResponse({"error": str(error)}, status_code=409)

    @app.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @app.post("/v1/charges", dependencies=[Depends(authenticated)])
    async def authorize(request: ChargeRequest) -> dict[str, object]:
        if request.token == "tok_unavailable":
            raise HTTPException(503, "the provider is having a bad day")
        if request.token == "tok_slow":
            await asyncio.sleep(_SLOW_SECONDS)
        charge = _decide(charges, request)
        if request.token == "tok_response_lost":
            await asyncio.sleep(_LOST_SECONDS)
        return asdict(charge)

    @app.get("/v1/charges/{id}", dependencies=[Depends(authenticated)])
    async def find(id: str) -> dict[str, object]:
        charge = charges.get(id)
        if charge is None:
            raise HTTPException(404, "there is no such charge")
        return asdict(charge)

    @app.post("/v1/charges/{id}/capture", dependencies=[Depends(authenticated)])
    async def capture(id: str) -> dict[str, object]:
        return asdict(charges.capture(id))

    @app.post("/v1/charges/{id}/void", dependencies=[Depends(authenticated)])
    async def void(id: str) -> dict[str, object]:
        return asdict(charges.void(id))

    @app.post("/v1/charges/{id}/refunds", dependencies=[Depends(authenticated)])
    async def refund(id: str, request: RefundRequest) -> dict[str, object]:
        return asdict(charges.refund(id, request.id, request.amount_minor))

    return app


def _decide(charges: Charges, request: ChargeRequest) -> Charge:
    card = _CARDS.get(request.token)
    if card is None:
        code = _DECLINES.get(request.token, "invalid_token")
        return charges.decline(request.id, request.amount_minor, request.currency, code)
    return charges.authorize(request.id, request.amount_minor, request.currency, card)
