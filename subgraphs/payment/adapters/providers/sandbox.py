"""The adapter of the sandbox payment provider, which it calls over HTTP."""

from collections.abc import AsyncIterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

import httpx
import structlog

from shared.money import Money
from shared.telemetry.correlation import outgoing_headers
from subgraphs.payment.adapters.providers.signatures import verified
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, Payment, PaymentStatus, Refund
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined, Voided

log = structlog.get_logger(__name__)

SIGNATURE_HEADER = "sandbox-signature"

_STATUSES = {
    "authorized": PaymentStatus.AUTHORIZED,
    "declined": PaymentStatus.DECLINED,
    "captured": PaymentStatus.CAPTURED,
    "voided": PaymentStatus.VOIDED,
}


class SandboxProvider:
    """Adapter of the port PaymentProvider. The sandbox knows a payment by our id."""

    def __init__(self, client: httpx.AsyncClient, webhook_secret: str) -> None:
        """`client` has the provider's address and API key."""
        self._client = client
        self._webhook_secret = webhook_secret

    async def prepare(self, payment: Payment) -> None:
        """Return None: the sandbox uses our ids."""

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        charge = await self._post(
            "/v1/charges",
            {
                "id": payment.id,
                "amount_minor": payment.amount.amount_minor,
                "currency": payment.amount.currency,
                "token": token,
            },
        )
        if charge["status"] == "declined":
            return Declined(charge["decline_code"])
        if charge["status"] == "voided":
            return Voided()
        return Authorized(Card(**charge["card"]))

    async def capture(self, payment: Payment) -> None:
        await self._post(f"/v1/charges/{payment.id}/capture", {})

    async def void(self, payment: Payment) -> None:
        await self._post(f"/v1/charges/{payment.id}/void", {})

    async def refund(self, payment: Payment, refund: Refund) -> None:
        body = {"id": refund.id, "amount_minor": refund.amount.amount_minor}
        await self._post(f"/v1/charges/{payment.id}/refunds", body)

    async def find(self, payment: Payment) -> Charge | None:
        answer = await self._send("GET", f"/v1/charges/{payment.id}", not_found_is_answer=True)
        return None if answer.status_code == HTTPStatus.NOT_FOUND else _to_charge(answer.json())

    async def charges(self, since: datetime) -> AsyncIterator[Charge]:
        after = ""
        while True:
            query = {"since": since.isoformat(), "after": after}
            page = (await self._send("GET", "/v1/charges", query=query)).json()
            for charge in page["charges"]:
                yield _to_charge(charge)
            if not page["has_more"]:
                return
            after = page["charges"][-1]["id"]

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        return verified(body, signature, self._webhook_secret)["charge"]["id"]

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return (await self._send("POST", path, body=body)).json()

    async def _send(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        query: dict[str, str] | None = None,
        not_found_is_answer: bool = False,
    ) -> httpx.Response:
        """Return a successful answer, or a 404 if `not_found_is_answer`.

        Raises OutcomeUnknown and ProviderRefused for all others.
        """
        try:
            answer = await self._client.request(
                method, path, json=body, params=query, headers=outgoing_headers()
            )
        except httpx.TransportError as error:
            raise OutcomeUnknown(repr(error)) from error
        if answer.is_server_error:
            raise OutcomeUnknown(f"the provider answered {answer.status_code}")
        if answer.status_code == HTTPStatus.CONFLICT:
            raise ProviderRefused(answer.json()["error"])
        is_answer = answer.is_success or (
            not_found_is_answer and answer.status_code == HTTPStatus.NOT_FOUND
        )
        if not is_answer:
            # A retry does not help: the API key is not valid, or the provider lacks this call.
            log.error("provider_refuses_us", status=answer.status_code, path=path)
            raise OutcomeUnknown(f"the provider answered {answer.status_code}")
        return answer


def _to_charge(charge: dict[str, Any]) -> Charge:
    # A charge that was voided before it was authorised has no amount.
    known = bool(charge["currency"])
    return Charge(
        payment_id=charge["id"],
        status=_STATUSES[charge["status"]],
        amount=Money(charge["amount_minor"], charge["currency"]) if known else None,
        card=Card(**charge["card"]) if charge["card"] else None,
        decline_code=charge["decline_code"],
        refunds=charge["refunds"],
    )
