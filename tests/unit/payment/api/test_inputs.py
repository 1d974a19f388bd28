"""Every bad input is refused with each failing field named, and nothing is written."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from shared.auth.service_tokens import ServiceCaller, ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from subgraphs.payment.api.context import Context
from subgraphs.payment.api.schema import schema
from tests.unit.payment.fakes import StoppedClock, Workbench

ULID = "01JH0000000000000000000000"
CHARGE = {
    "reference": f"bkg_{ULID}",
    "accountId": f"acc_{ULID}",
    "amountMinor": 1000,
    "currency": "MXN",
}
REFUND = {
    "reference": f"bkg_{ULID}",
    "refundId": f"ref_{ULID}",
    "amountMinor": 1,
    "currency": "MXN",
}
OPERATIONS = {
    "authorizePayment": ("AuthorizePaymentInput", CHARGE | {"paymentToken": "tok_visa"}),
    "voidPayment": ("VoidPaymentInput", CHARGE),
    "refundPayment": ("RefundPaymentInput", REFUND),
}
BAD_VALUES: dict[str, list[Any]] = {
    "reference": [
        "",
        "bkg_",
        f"acc_{ULID}",
        f"bkg_{ULID}0",
        f"bkg_{ULID.lower()}",
        "bkg_" + "I" * 26,
    ],
    "accountId": ["", "acc_1", f"bkg_{ULID}"],
    "refundId": ["", "ref_1", f"pay_{ULID}", "ref_" + "U" * 26],
    "amountMinor": [0, -1],
    "currency": ["", "mxn", "MX", "MXNN", "M N", "€€€"],
    "paymentToken": ["", "   ", "t" * 201],
}
BAD_TYPES: dict[str, list[Any]] = {
    "reference": [None, {"$gt": ""}, ["x"], True],
    "accountId": [None, {"$ne": None}],
    "refundId": [None, {"$regex": ".*"}],
    "amountMinor": [None, "1000", 10.5, 2**31, {"$gt": 0}],
    "currency": [None, 484, {"$in": ["MXN"]}],
    "paymentToken": [None, {"$gt": ""}],
}
CASES = [
    (operation, field, value, code)
    for operation, (_, good) in OPERATIONS.items()
    for field in good
    for values, code in ((BAD_VALUES, "INVALID_INPUT"), (BAD_TYPES, None))
    for value in values[field]
]


class _AnyTokenIsBookings(ServiceTokenVerifier):
    """Accepts every token as booking's; tokens have tests of their own."""

    def __init__(self) -> None: ...

    async def verify(self, token: str) -> ServiceCaller:
        scopes = ("authorize", "capture", "void", "refund", "read")
        return ServiceCaller("service:booking", frozenset(f"payments:{s}" for s in scopes), "1")

    async def spend(self, caller: ServiceCaller) -> None: ...


class _Request:
    headers = {"authorization": "Bearer token"}  # noqa: RUF012 - read only


def _context(bench: Workbench) -> Context:
    sessions = SessionStore(Redis(), StoppedClock())
    context = Context(sessions, "session", bench.service, _AnyTokenIsBookings())
    context.request = _Request()  # pyright: ignore[reportAttributeAccessIssue] - only headers are read
    return context


async def _ask(bench: Workbench, operation: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    document = (
        f"mutation Call($input: {OPERATIONS[operation][0]}!) "
        f"{{ {operation}(input: $input) {{ id }} }}"
    )
    answer = await schema.execute(document, {"input": values}, context_value=_context(bench))
    return [error.formatted for error in answer.errors or []]  # pyright: ignore[reportReturnType] - plain dictionaries


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


async def test_good_input_passes(bench: Workbench) -> None:
    assert await _ask(bench, "authorizePayment", OPERATIONS["authorizePayment"][1]) == []
    assert len(bench.store.payments) == 1


@pytest.mark.parametrize(("operation", "field", "value", "code"), CASES)
async def test_bad_input_is_refused_and_nothing_written(
    bench: Workbench, operation: str, field: str, value: object, code: str | None
) -> None:
    (error,) = await _ask(bench, operation, OPERATIONS[operation][1] | {field: value})
    if code:
        assert error["extensions"]["code"] == code
        assert [each["path"] for each in error["extensions"]["fields"]] == [[field]]
    else:
        assert f"invalid value at .{field}" in error["message"]
    assert bench.store.payments == {}
    assert bench.provider.calls == []


async def test_every_failing_field_is_named(bench: Workbench) -> None:
    bad = {field: values[0] for field, values in BAD_VALUES.items() if field != "refundId"}
    (error,) = await _ask(bench, "authorizePayment", bad)
    named = {each["path"][0] for each in error["extensions"]["fields"]}
    assert named == set(bad)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), field=st.sampled_from(["reference", "accountId", "currency"]))
async def test_any_text_is_accepted_or_refused(bench: Workbench, text: str, field: str) -> None:
    errors = await _ask(bench, "voidPayment", CHARGE | {field: text})
    assert all(error["extensions"]["code"] != "INTERNAL_SERVER_ERROR" for error in errors)


@pytest.mark.parametrize("reference", ["", "x", f"acc_{ULID}", "bkg_$ne", "é" * 5000])
async def test_a_malformed_reference_is_not_found(bench: Workbench, reference: str) -> None:
    document = "mutation Call($r: ID!) { capturePayment(reference: $r) { id } }"
    answer = await schema.execute(document, {"r": reference}, context_value=_context(bench))
    assert answer.errors is not None
    assert answer.errors[0].extensions == {"code": "NOT_FOUND"}
    query = "query Find($r: ID!) { paymentByReference(reference: $r) { id } }"
    found = await schema.execute(query, {"r": reference}, context_value=_context(bench))
    assert found.data == {"paymentByReference": None}
