"""The provider's HTTP API, with tokens that make it misbehave on request."""

import asyncio
import hmac
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, PositiveInt

from dev.sandbox_provider.charges import Charge, Charges, Refused, Stuck
from dev.sandbox_provider.faults import Fate, FaultInjector, Faults

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
_PAGE = 100


class ChargeRequest(BaseModel):
    """A charge to authorise; the caller chooses the id."""

    id: str
    amount_minor: PositiveInt
    currency: str
    token: str


class RefundRequest(BaseModel):
    """Money to refund; the caller chooses the id."""

    id: str
    amount_minor: PositiveInt


async def _nothing() -> None: ...


def create_app(
    charges: Charges, api_key: str, at_end: Callable[[], Awaitable[None]] = _nothing
) -> FastAPI:
    """Create the API for `charges`; callers need `api_key`.

    Tokens: `tok_visa` and `tok_mastercard` are accepted. `tok_declined` and
    `tok_insufficient_funds` are declined. `tok_slow` takes 30 s. `tok_response_lost` is charged
    and not answered. `tok_unavailable` answers 503 and does nothing. `tok_stuck` makes a charge
    whose outcome the API never reveals. Any other token is declined as `invalid_token`.
    `PUT /v1/faults` makes a share of all calls go wrong, see `Faults`.
    """
    faults = FaultInjector()

    def authenticated(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), f"Bearer {api_key}".encode()):
            raise HTTPException(401, "unknown API key")

    async def with_faults(operation: str, work: Callable[[Fate], Charge]) -> dict[str, object]:
        """Do `work` as the call's fate says: it may time out before, or lose the answer after."""
        fate = faults.fate(operation)
        if fate.times_out:
            await asyncio.sleep(_LOST_SECONDS)
            raise HTTPException(504, "this took too long")
        charge = asdict(work(fate))
        if fate.is_lost:
            await asyncio.sleep(_LOST_SECONDS)
        return charge

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        yield
        await at_end()

    app = FastAPI(
        title="Sandbox payment provider", docs_url=None, redoc_url=None, lifespan=lifespan
    )

    @app.exception_handler(Refused)
    async def refused(_request: object, error: Refused) -> JSONResponse:
        return JSONResponse({"error": str(error)}, status_code=409)

    @app.exception_handler(Stuck)
    async def stuck(_request: object, _error: Stuck) -> JSONResponse:
        return JSONResponse({"error": "the outcome of this charge is unknown"}, status_code=503)

    @app.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @app.put("/v1/faults", dependencies=[Depends(authenticated)], status_code=204)
    async def set_faults(wanted: Faults) -> None:
        faults.set(wanted)

    @app.post("/v1/charges", dependencies=[Depends(authenticated)])
    async def authorize(request: ChargeRequest) -> dict[str, object]:
        if request.token == "tok_unavailable":
            raise HTTPException(503, "the provider is unavailable")
        if request.token == "tok_stuck":
            charges.mark_stuck(request.id, request.amount_minor, request.currency)
            raise Stuck
        if request.token == "tok_slow":
            await asyncio.sleep(_SLOW_SECONDS)
        answer = await with_faults("authorize", lambda fate: _decide(charges, request, fate))
        if request.token == "tok_response_lost":
            await asyncio.sleep(_LOST_SECONDS)
        return answer

    @app.get("/v1/charges", dependencies=[Depends(authenticated)])
    async def listed(since: AwareDatetime, after: str = "") -> dict[str, object]:
        found = [charge for charge in charges.since(since) if charge.id > after]
        page = [asdict(charge) for charge in found[:_PAGE]]
        return {"charges": page, "has_more": len(found) > _PAGE}

    @app.get("/v1/charges/{id}", dependencies=[Depends(authenticated)])
    async def find(id: str) -> dict[str, object]:
        charge = charges.get(id)
        if charge is None:
            raise HTTPException(404, "there is no such charge")
        return asdict(charge)

    @app.post("/v1/charges/{id}/capture", dependencies=[Depends(authenticated)])
    async def capture(id: str) -> dict[str, object]:
        return await with_faults("capture", lambda _: charges.capture(id))

    @app.post("/v1/charges/{id}/void", dependencies=[Depends(authenticated)])
    async def void(id: str) -> dict[str, object]:
        return await with_faults("void", lambda _: charges.void(id))

    @app.post("/v1/charges/{id}/refunds", dependencies=[Depends(authenticated)])
    async def refund(id: str, request: RefundRequest) -> dict[str, object]:
        return await with_faults(
            "refund", lambda _: charges.refund(id, request.id, request.amount_minor)
        )

    return app


def _decide(charges: Charges, request: ChargeRequest, fate: Fate) -> Charge:
    card = _CARDS.get(request.token)
    if card is None or fate.is_declined:
        code = _DECLINES.get(request.token, "card_declined" if card else "invalid_token")
        return charges.decline(request.id, request.amount_minor, request.currency, code)
    return charges.authorize(request.id, request.amount_minor, request.currency, card)
