"""Payment's answers as the saga sees them: transient, stuck, or the payment's state."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
import respx

from shared.errors import Busy, OutcomePending, TransientFailure, Unavailable
from subgraphs.booking.adapters.payment_client import PaymentClient
from subgraphs.booking.adapters.payments import GraphqlPayments
from subgraphs.booking.errors import PaymentStuck
from subgraphs.booking.ports import PaymentState
from tests.unit.booking.fakes import confirmed_booking

URL = "http://payment.test/graphql"


@pytest.fixture
async def payments() -> AsyncGenerator[GraphqlPayments]:
    async def token(scope: str) -> str:
        return scope

    with respx.mock:
        async with PaymentClient(
            URL, part="payment service", timeout_seconds=60, token=token
        ) as client:
            yield GraphqlPayments(client, capture_within=timedelta(milliseconds=50))


def _refuse(code: str) -> None:
    errors = [{"message": "no", "extensions": {"code": code}}]
    respx.post(URL).respond(json={"data": None, "errors": errors})


@pytest.mark.parametrize(
    "code", ["ILLEGAL_TRANSITION", "PAYMENT_MISMATCH", "NOT_FOUND", "INTERNAL_SERVER_ERROR"]
)
async def test_a_refusal_or_fault_of_payment_is_stuck(payments: GraphqlPayments, code: str) -> None:
    _refuse(code)
    with pytest.raises(PaymentStuck):
        await payments.capture(confirmed_booking())


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("SERVICE_UNAVAILABLE", Unavailable),
        ("SERVICE_BUSY", Busy),
        ("OUTCOME_PENDING", OutcomePending),
        ("UNKNOWN_CALLER", Unavailable),
        ("UNAUTHENTICATED", Unavailable),
        ("FORBIDDEN", Unavailable),
    ],
)
async def test_a_failure_that_concerns_no_single_booking_is_transient(
    payments: GraphqlPayments, code: str, failure: type[TransientFailure]
) -> None:
    _refuse(code)
    with pytest.raises(failure):
        await payments.capture(confirmed_booking())


async def test_an_answer_says_the_payments_state(payments: GraphqlPayments) -> None:
    found = {"id": "pay_1", "status": "UNKNOWN", "declineCode": None}
    respx.post(URL).respond(json={"data": {"paymentByReference": found}})
    outcome = await payments.find(confirmed_booking())
    assert outcome is not None
    assert outcome.state is PaymentState.UNKNOWN


async def test_a_capture_that_hangs_counts_as_unanswered(payments: GraphqlPayments) -> None:
    async def hang(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    respx.post(URL).mock(side_effect=hang)
    async with asyncio.timeout(5):
        with pytest.raises(Unavailable):
            await payments.capture(confirmed_booking())
