"""Payment's service operations accept only booking's tokens, and each token once."""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from _pytest.mark import ParameterSet
from pymongo import AsyncMongoClient

from dev.bootstrap import secret_values
from dev.bootstrap.vault import open_vault, read
from dev.client import Client
from dev.stack import Stack
from shared.ids import UlidSource
from tests.stack.system.conftest import NewCustomer

AUTHORIZE = """
mutation Authorize($input: AuthorizePaymentInput!) {
  authorizePayment(input: $input) { id status }
}
"""
BY_REFERENCE = "query Find($reference: ID!) { paymentByReference(reference: $reference) { id } }"


class Payment:
    """Payment's own endpoint and its records."""

    def __init__(self, http: httpx.AsyncClient, mongo: AsyncMongoClient[dict[str, Any]]) -> None:
        self._http = http
        self._payments = mongo["payment"]["payments"]
        self.reference = UlidSource().new("bkg")

    async def authorize(self, token: str | None) -> dict[str, Any]:
        """Call authorizePayment for `reference` with this token and return the answer."""
        answer = await self._http.post(
            "/graphql",
            json={
                "query": AUTHORIZE,
                "variables": {
                    "input": {
                        "reference": self.reference,
                        "accountId": UlidSource().new("acc"),
                        "amountMinor": 1000,
                        "currency": "MXN",
                        "paymentToken": "tok_visa",
                    }
                },
            },
            headers={"authorization": f"Bearer {token}"} if token is not None else {},
        )
        return answer.json()

    async def stored(self) -> int:
        """Return how many payments are stored for `reference`."""
        return await self._payments.count_documents({"reference": self.reference})


@pytest.fixture
async def payment(stack: Stack) -> AsyncGenerator[Payment]:
    async with (
        httpx.AsyncClient(
            base_url=stack.ports.url("payment"), trust_env=False, auth=stack.as_router("payment")
        ) as http,
        AsyncMongoClient[dict[str, Any]](stack.admin.mongo_url, directConnection=True) as mongo,
    ):
        yield Payment(http, mongo)


@pytest.fixture(scope="module")
def service_key(stack: Stack) -> dict[str, str]:
    """Booking's signing key, read by Vault's administrator; no other service can read it."""
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    key = read(vault, "booking/service-key")
    assert key is not None
    return key


def _token(key: dict[str, str], **changes: Any) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": "booking",
        "aud": "payment",
        "sub": "service:booking",
        "scope": "payments:authorize",
        "iat": now,
        "exp": now + timedelta(seconds=60),
        "jti": uuid4().hex,
    }
    return jwt.encode(
        claims | changes, key["private_key"], algorithm="EdDSA", headers={"kid": key["kid"]}
    )


async def test_a_valid_token_works_once(payment: Payment, service_key: dict[str, str]) -> None:
    token = _token(service_key)
    answer = await payment.authorize(token)
    assert answer["data"]["authorizePayment"]["status"] == "AUTHORIZED"
    assert await payment.stored() == 1

    payment.reference = UlidSource().new("bkg")
    replayed = await payment.authorize(token)
    assert replayed["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await payment.stored() == 0


MakeToken = Callable[[dict[str, str]], str | None]


def _wrong_tokens() -> list[ParameterSet]:
    def no_token(_key: dict[str, str]) -> None:
        return None

    def nonsense(_key: dict[str, str]) -> str:
        return "nonsense"

    def for_another_audience(key: dict[str, str]) -> str:
        return _token(key, aud="account")

    def of_another_issuer(key: dict[str, str]) -> str:
        return _token(key, iss="catalog")

    def of_another_scope(key: dict[str, str]) -> str:
        return _token(key, scope="payments:read")

    def expired(key: dict[str, str]) -> str:
        then = datetime.now(UTC) - timedelta(minutes=2)
        return _token(key, iat=then, exp=then + timedelta(seconds=60))

    def of_another_key(key: dict[str, str]) -> str:
        other, _ = secret_values.key_pair()
        return _token({**other, "kid": key["kid"]})

    def of_an_unknown_key(_key: dict[str, str]) -> str:
        return _token(dict(secret_values.key_pair()[0]))

    def unsigned(key: dict[str, str]) -> str:
        header, claims, _ = _token(key).split(".")
        none = jwt.encode({}, "", algorithm="none", headers={"kid": key["kid"]}).split(".")[0]
        assert header != none
        return f"{none}.{claims}."

    return [
        pytest.param(no_token, "UNAUTHENTICATED", id="no token"),
        pytest.param(nonsense, "UNAUTHENTICATED", id="nonsense"),
        pytest.param(expired, "UNAUTHENTICATED", id="expired"),
        pytest.param(of_another_key, "UNAUTHENTICATED", id="another key"),
        pytest.param(of_an_unknown_key, "UNAUTHENTICATED", id="an unknown key id"),
        pytest.param(unsigned, "UNAUTHENTICATED", id="alg none"),
        pytest.param(for_another_audience, "UNAUTHENTICATED", id="another audience"),
        pytest.param(of_another_issuer, "UNAUTHENTICATED", id="another issuer"),
        pytest.param(of_another_scope, "FORBIDDEN", id="another scope"),
    ]


@pytest.mark.parametrize(("make_token", "code"), _wrong_tokens())
async def test_a_wrong_token_is_refused_and_nothing_is_written(
    payment: Payment, service_key: dict[str, str], make_token: MakeToken, code: str
) -> None:
    answer = await payment.authorize(make_token(service_key))
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == code
    assert await payment.stored() == 0


async def test_a_session_token_is_not_a_service_token(
    payment: Payment, new_customer: NewCustomer
) -> None:
    answer = await payment.authorize((await new_customer()).token)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await payment.stored() == 0


@pytest.mark.parametrize(
    "operation", [AUTHORIZE, BY_REFERENCE], ids=["authorizePayment", "paymentByReference"]
)
async def test_the_public_api_does_not_show_the_service_operations(
    stack: Stack, operation: str
) -> None:
    async with Client(stack.url) as client:
        answer = await client.send(operation, reference="x", input={})
        assert not answer.get("data")
        types = await client.ask("{ __schema { types { name fields { name } } } }")
    public = str(types).lower()
    for name in ("authorize", "capture", "void", "refundpayment", "byreference", "declinecode"):
        if name == "declinecode":
            # PaymentDeclined of booking has a public field of that name; Payment may not.
            (payment,) = [t for t in types["__schema"]["types"] if t["name"] == "Payment"]
            assert name not in str(payment).lower()
        else:
            assert f"{name}payment" not in public
            assert f"payment{name}" not in public
