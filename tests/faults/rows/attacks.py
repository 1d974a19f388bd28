"""Attacks by a caller who can reach payment and has no key. BreachFound when one succeeds."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import jwt

from dev.bootstrap.secret_values import key_pair
from tests.faults.testbed import BreachFound, Testbed

_AUTHORIZE = """
mutation Authorize($input: AuthorizePaymentInput!) {
  authorizePayment(input: $input) { id status }
}
"""
_SOMEBODY = "0" * 26


async def forge_a_service_token(testbed: Testbed) -> None:
    """Ask payment for a charge, with a token signed by the attacker's own key."""
    private, _ = key_pair()
    now = datetime.now(UTC)
    claims = {
        "iss": "booking",
        "aud": "payment",
        "sub": "service:booking",
        "scope": "payments:authorize",
        "iat": now,
        "exp": now + timedelta(seconds=30),
        "jti": uuid4().hex,
    }
    token = jwt.encode(
        claims, private["private_key"], algorithm="EdDSA", headers={"kid": private["kid"]}
    )
    given = {
        "reference": f"bkg_{_SOMEBODY}",
        "accountId": f"acc_{_SOMEBODY}",
        "amountMinor": 1000,
        "currency": "MXN",
        "paymentToken": "tok_visa",
    }
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        answer = await client.post(
            f"{testbed.stack.ports.url('payment')}/graphql",
            json={"query": _AUTHORIZE, "variables": {"input": given}},
            headers={"authorization": f"Bearer {token}"},
        )
    if not answer.json().get("errors"):
        raise BreachFound(f"payment accepted a forged token: {answer.text}")


async def forge_a_webhook(testbed: Testbed) -> None:
    """Send payment a webhook with an invalid signature."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        answer = await client.post(
            f"{testbed.stack.ports.url('payment')}/webhooks/provider",
            content=json.dumps({"charge": {"id": f"pay_{_SOMEBODY}"}}).encode(),
            headers={"sandbox-signature": "t=1,v1=0"},
        )
    if answer.is_success:
        raise BreachFound("payment accepted a forged webhook")
