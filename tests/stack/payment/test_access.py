"""Who may do what with payments: every operation by every kind of caller.

Refusals of the operations that change something also assert that nothing was written.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.ids import UlidSource
from subgraphs.payment.api.schema import schema
from tests.stack.access import (
    ANONYMOUS,
    EXPIRED,
    NOBODY,
    PEOPLE,
    SERVICE,
    Seen,
    page_must_say,
)
from tests.stack.payment.conftest import AUTHORIZE, CAPTURE, FIND, REFUND, Payments, token
from tests.waiting import until

_HOUR = timedelta(hours=1)
PAYMENT = "query See($id: ID!) { payment(id: $id) { id } }"
LEDGER = "query See($id: ID!) { payment(id: $id) { id ledger { id } } }"
PAYMENTS = "{ payments(first: 1) { totalCount } }"
REFERENCE = """
query Entity($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Payment { id }
    ... on Account { payments { totalCount } }
  }
}
"""
VOID = "mutation Void($input: VoidPaymentInput!) { voidPayment(input: $input) { id } }"

CALLERS = (ANONYMOUS, EXPIRED, *PEOPLE, SERVICE)
NOT_FOR = dict.fromkeys(NOBODY, "UNAUTHENTICATED")


def _row(**exceptions: str) -> dict[str, str]:
    """Return the answers: `allowed` for ADMIN, `null` for all others, except for these."""
    expected = dict.fromkeys(CALLERS, "null") | {"ADMIN": "allowed"}
    return expected | {name.replace("_", " "): answer for name, answer in exceptions.items()}


PEOPLE_ONLY = _row() | NOT_FOR
SERVICES_ONLY = dict.fromkeys(CALLERS, "UNAUTHENTICATED") | {"service token": "allowed"}
TABLE: dict[str, tuple[str, dict[str, str]]] = {
    "payment": (PAYMENT, PEOPLE_ONLY | {"owner": "allowed"}),
    "Payment.ledger": (LEDGER, PEOPLE_ONLY | {"owner": "FORBIDDEN"}),
    "payments": (
        PAYMENTS,
        dict.fromkeys(CALLERS, "FORBIDDEN") | NOT_FOR | {"ADMIN": "allowed"},
    ),
    "Payment by reference": (REFERENCE, _row(owner="allowed")),
    "Account.payments": (REFERENCE, _row(owner="allowed")),
    "paymentByReference": (FIND, SERVICES_ONLY),
    "authorizePayment": (AUTHORIZE, SERVICES_ONLY),
    "voidPayment": (VOID, SERVICES_ONLY),
    "capturePayment": (CAPTURE, SERVICES_ONLY),
    "refundPayment": (REFUND, SERVICES_ONLY),
}
SCOPES = {
    "paymentByReference": "read",
    "authorizePayment": "authorize",
    "voidPayment": "void",
    "capturePayment": "capture",
    "refundPayment": "refund",
}


@dataclass
class Town:
    """A payment, and a token of each kind of caller."""

    payments: Payments
    tokens: dict[str, str | None]

    async def ask(self, name: str, caller: str, payment_id: str) -> str:
        document, _ = TABLE[name]
        bearer = self.tokens[caller]
        if caller == "service token":
            bearer = token(self.payments.key, f"payments:{SCOPES.get(name, 'read')}")
        answer = await self.payments.http.post(
            "/graphql",
            json={"query": document, "variables": self._variables(name, payment_id)},
            headers={"authorization": f"Bearer {bearer}"} if bearer else {},
        )
        return _outcome(answer.json())

    def _variables(self, name: str, payment_id: str) -> dict[str, Any]:
        reference, account_id = self.payments.reference, self.payments.account_id
        money = {"reference": reference, "amountMinor": 1000, "currency": "MXN"}
        match name:
            case "Payment by reference":
                return {"of": [{"__typename": "Payment", "id": payment_id}]}
            case "Account.payments":
                return {"of": [{"__typename": "Account", "id": account_id}]}
            case "authorizePayment":
                return {"input": money | {"accountId": account_id, "paymentToken": "tok_visa"}}
            case "voidPayment":
                # Another payment, because this one is captured.
                other = UlidSource().new("bkg")
                return {"input": money | {"accountId": account_id, "reference": other}}
            case "refundPayment":
                return {"input": money | {"refundId": UlidSource().new("ref"), "amountMinor": 1}}
            case "payments":
                return {}
            case _:
                return {"id": payment_id, "reference": reference}


def _outcome(answer: dict[str, Any]) -> str:
    if answer.get("errors"):
        return answer["errors"][0]["extensions"]["code"]
    (value,) = answer["data"].values()
    # An entity is in a list, and an account's payments are one level deeper.
    nothing = (None, [None], [{"payments": None}])
    return "null" if value in nothing else "allowed"


@pytest.fixture
async def town(stack: Stack, payments: Payments) -> AsyncGenerator[Town]:
    clock, ids = SystemClock(), UlidSource()
    redis = Redis.from_url(stack.admin.redis_url, decode_responses=True)  # pyright: ignore[reportUnknownMemberType] - its keyword arguments are untyped
    sessions = SessionStore(redis, clock)

    async def log_in(account_id: str, role: Role, lasts: timedelta = _HOUR) -> str:
        secret = new_token()
        viewer = Viewer(account_id, ids.new("ses"), frozenset({role}))
        await sessions.put(token_hash(secret), LiveSession(viewer, lasts, clock.now() + _HOUR))
        return secret

    over = await log_in(payments.account_id, Role.CUSTOMER, timedelta(milliseconds=1))
    await until(lambda: _is_over(sessions, over))

    yield Town(
        payments,
        {
            "anonymous": None,
            "expired session": over,
            "owner": await log_in(payments.account_id, Role.CUSTOMER),
            "another account": await log_in(ids.new("acc"), Role.CUSTOMER),
            "STAFF": await log_in(ids.new("acc"), Role.STAFF),
            "ADMIN": await log_in(ids.new("acc"), Role.ADMIN),
            "service token": None,
        },
    )
    await redis.aclose()


async def _is_over(sessions: SessionStore, secret: str) -> bool:
    return await sessions.viewer(secret) is None


@pytest.fixture(scope="module")
def seen() -> Seen:
    """The answers of all calls."""
    return {}


@pytest.mark.parametrize("name", TABLE)
async def test_each_caller_has_its_answer(town: Town, seen: Seen, name: str) -> None:
    paid = await town.payments.authorize()
    await town.payments.capture()
    before = await town.payments.document()
    every = town.payments.mongo["payment"]["payments"]
    count = await every.count_documents({})
    answered: dict[str, str] = {}
    for caller in CALLERS:
        answered[caller] = await town.ask(name, caller, paid["id"])
        if answered[caller] != "allowed":
            assert await town.payments.document() == before
            assert await every.count_documents({}) == count
    seen.update({(name, caller): answer for caller, answer in answered.items()})
    assert answered == TABLE[name][1]


async def test_every_operation_is_in_the_table() -> None:
    answer = await schema.execute(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }"
    )
    fields = answer.data
    assert fields
    roots = fields["__schema"].values()
    served = {each["name"] for root in roots for each in root["fields"]}
    assert served - {"_entities", "_service"} <= set(TABLE)


def test_the_document_states_these_answers(seen: Seen) -> None:
    if len(seen) < len(TABLE) * len(CALLERS):
        pytest.skip("needs all the tests above")
    page_must_say(_HEAD, list(TABLE), CALLERS, seen)


_HEAD = """\
# Who may do what with payments

`tests/stack/payment/test_access.py` writes this part from the answers of a running payment
subgraph, as above. The payment belongs to the `owner`; `another account`, `STAFF` and `ADMIN` are
other people. The service token is one that booking signed for exactly that call. Operations that
need one are not part of the public API.

"""
