"""The sandbox payment provider's adapter, over HTTP."""

from http import HTTPStatus
from typing import Any

import httpx

from shared.money import Money
from shared.telemetry.correlation import outgoing_headers
from subgraphs.payment.domain import Card, PaymentStatus
from subgraphs.payment.errors import OutcomeUnknown
from subgraphs.payment.ports import Authorized, ChargeState, Declined

_STATUSES = {
    "authorized": PaymentStatus.AUTHORIZED,
    "declined": PaymentStatus.DECLINED,
    "captured": PaymentStatus.CAPTURED,
    "voided": PaymentStatus.VOIDED,
}


class SandboxProvider:
    """Adapter of the port PaymentProvider. A charge's id at the provider is the payment's own."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """`client` carries the provider's address, its API key and the time limit of an answer."""
        self._client = client

    async def authorize(self, payment_id: str, amount: Money, token: str) -> Authorized | Declined:
        charge = await self._post(
            "/v1/charges",
            {
                "id": payment_id,
                "amount_minor": amount.amount_minor,
                "currency": amount.currency,
                "token": token,
            },
        )
        if charge["status"] == "declined":
            return Declined(charge["decline_code"])
        if charge["status"] == "voided":
            return Declined("voided_before_it_came")
        return Authorized(Card(**charge["card"]))

    async def capture(self, payment_id: str) -> None:
        await self._post(f"/v1/charges/{payment_id}/capture", {})

    async def void(self, payment_id: str) -> None:
        await self._post(f"/v1/charges/{payment_id}/void", {})

    async def refund(self, payment_id: str, refund_id: str, amount: Money) -> None:
        body = {"id": refund_id, "amount_minor": amount.amount_minor}
        await self._post(f"/v1/charges/{payment_id}/refunds", body)

    async def find(self, payment_id: str) -> ChargeState | None:
        answer = await self._send("GET", f"/v1/charges/{payment_id}", None)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        charge = answer.raise_for_status().json()
        return ChargeState(
            status=_STATUSES[charge["status"]],
            card=Card(**charge["card"]) if charge["card"] else None,
            decline_code=charge["decline_code"],
        )

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._send("POST", path, body)
        return answer.raise_for_status().json()

    async def _send(self, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response:
        try:
            answer = await self._client.request(method, path, json=body, headers=outgoing_headers())
        except httpx.TransportError as error:
            raise OutcomeUnknown(repr(error)) from error
        if answer.is_server_error:
            raise OutcomeUnknown(f"the provider answered {answer.status_code}")
        return answer
