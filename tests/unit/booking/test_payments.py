"""What payment answers, as the saga understands it: away, stuck, or where the payment stands."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
import respx

from shared.errors import Unavailable
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
async def test_payment_that_refuses_or_fails_is_stuck(payments: GraphqlPayments, code: str) -> None:
    _refuse(code)
    with pytest.raises(PaymentStuck):
        await payments.capture(confirmed_booking())


@pytest.mark.parametrize("code", ["SERVICE_UNAVAILABLE", "UNAUTHENTICATED", "FORBIDDEN"])
async def test_what_is_about_no_booking_is_waited_for(payments: GraphqlPayments, code: str) -> None:
    _refuse(code)
    with pytest.raises(Unavailable):
        await payments.capture(confirmed_booking())


async def test_an_answer_tells_where_the_payment_stands(payments: GraphqlPayments) -> None:
    found = {"id": "pay_1", "status": "UNKNOWN", "declineCode": None}
    respx.post(URL).respond(json={"data": {"paymentByReference": found}})
    outcome = await payments.find(confirmed_booking())
    assert outcome is not None
    assert outcome.state is PaymentState.UNKNOWN


async def test_a_capture_that_hangs_is_left_for_later(payments: GraphqlPayments) -> None:
    async def hang(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    respx.post(URL).mock(side_effect=hang)
    async with asyncio.timeout(5):
        with pytest.raises(Unavailable):
            await payments.capture(confirmed_booking())
