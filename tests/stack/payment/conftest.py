"""Payment's endpoint, called as booking calls it, and payment's database."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from pymongo import AsyncMongoClient

from dev.bootstrap.vault import open_vault, read
from dev.parts import subgraph
from dev.patience import PatientTransport
from dev.stack import Stack
from shared.ids import UlidSource

AUTHORIZE = """
mutation Authorize($input: AuthorizePaymentInput!) {
  authorizePayment(input: $input) { id status declineCode }
}
"""
CAPTURE = """
mutation Capture($reference: ID!) { capturePayment(reference: $reference) { id status } }
"""
REFUND = """
mutation Refund($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }
"""
FIND = """
query Find($reference: ID!) { paymentByReference(reference: $reference) { id status } }
"""


def token(key: dict[str, str], scope: str) -> str:
    """Return a service token, signed as booking signs them."""
    now = datetime.now(UTC)
    claims = {"iss": "booking", "aud": "payment", "sub": "service:booking", "scope": scope}
    times = {"iat": now, "exp": now + timedelta(seconds=60), "jti": uuid4().hex}
    return jwt.encode(
        claims | times, key["private_key"], algorithm="EdDSA", headers={"kid": key["kid"]}
    )


@dataclass
class Payments:
    """The payment service and its database."""

    http: httpx.AsyncClient
    mongo: AsyncMongoClient[dict[str, Any]]
    key: dict[str, str] = field(repr=False)
    reference: str = field(default_factory=lambda: UlidSource().new("bkg"))
    account_id: str = field(default_factory=lambda: UlidSource().new("acc"))

    async def send(self, query: str, scope: str, **variables: Any) -> dict[str, Any]:
        """Return the whole answer."""
        answer = await self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token(self.key, f'payments:{scope}')}"},
        )
        return answer.json()

    async def authorize(self, card: str = "tok_visa") -> dict[str, Any]:
        values = {
            "reference": self.reference,
            "accountId": self.account_id,
            "amountMinor": 1000,
            "currency": "MXN",
            "paymentToken": card,
        }
        answer = await self.send(AUTHORIZE, "authorize", input=values)
        return answer["data"]["authorizePayment"]

    async def capture(self) -> dict[str, Any]:
        answer = await self.send(CAPTURE, "capture", reference=self.reference)
        return answer["data"]["capturePayment"]

    async def refund(self, amount_minor: int) -> dict[str, Any]:
        values = {
            "reference": self.reference,
            "refundId": UlidSource().new("ref"),
            "amountMinor": amount_minor,
            "currency": "MXN",
        }
        answer = await self.send(REFUND, "refund", input=values)
        return answer["data"]["refundPayment"]

    async def document(self) -> dict[str, Any]:
        """Return the payment's document."""
        found = await self.mongo["payment"]["payments"].find_one({"reference": self.reference})
        assert found is not None
        return found


async def reconcile(
    stack: Stack, overrides: Mapping[str, str] | None = None
) -> tuple[int | None, str, str]:
    """Run the command; return its exit code, standard output and standard error."""
    command = subgraph.command(
        "payment", stack.ports, stack.folders, stack.upstream, overrides=overrides
    )
    process = await asyncio.create_subprocess_exec(
        *map(str, command.argv),
        "reconcile",
        env={**os.environ, **command.env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()


@pytest.fixture
async def payments(stack: Stack) -> AsyncGenerator[Payments]:
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    key = read(vault, "booking/service-key")
    assert key is not None
    url = stack.ports.url("payment")
    async with (
        httpx.AsyncClient(
            base_url=url,
            transport=PatientTransport(0.1),
            timeout=30,
            auth=stack.as_router("payment"),
        ) as http,
        AsyncMongoClient[dict[str, Any]](stack.admin.mongo_url, directConnection=True) as mongo,
    ):
        yield Payments(http, mongo, key)
