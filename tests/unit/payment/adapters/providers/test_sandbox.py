"""The sandbox's adapter: which answers are unknown, refused or found."""

from collections.abc import AsyncGenerator

import httpx
import pytest
import respx
from structlog.testing import capture_logs

from subgraphs.payment.adapters.providers.sandbox import SandboxProvider
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import PaymentStatus, Refund
from subgraphs.payment.errors import InvalidSignature, OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined, Voided
from tests.unit.payment.fakes import PAYMENT, VISA

URL = "http://provider.test"
REFUND = Refund("ref_1", PAYMENT.amount, PAYMENT.created_at)
AUTHORIZED = {
    "id": PAYMENT.id,
    "amount_minor": 12050,
    "currency": "MXN",
    "status": "authorized",
    "card": {"brand": "visa", "last4": "4242"},
    "decline_code": None,
    "refunds": {},
}


@pytest.fixture
async def provider() -> AsyncGenerator[SandboxProvider]:
    with respx.mock:
        async with httpx.AsyncClient(base_url=URL) as client:
            yield SandboxProvider(client, "secret")


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("refused"),
        *(httpx.Response(status) for status in (401, 403, 422, 503)),
    ],
)
async def test_no_answer_is_unknown(
    provider: SandboxProvider, failure: Exception | httpx.Response
) -> None:
    respx.route(host="provider.test").mock(side_effect=[failure] * 6)
    with pytest.raises(OutcomeUnknown):
        await provider.authorize(PAYMENT, "tok_visa")
    with pytest.raises(OutcomeUnknown):
        await provider.capture(PAYMENT)
    with pytest.raises(OutcomeUnknown):
        await provider.void(PAYMENT)
    with pytest.raises(OutcomeUnknown):
        await provider.refund(PAYMENT, REFUND)
    with pytest.raises(OutcomeUnknown):
        await provider.find(PAYMENT)
    with pytest.raises(OutcomeUnknown):
        await anext(provider.charges(PAYMENT.created_at))


async def test_a_refused_api_key_is_logged_as_an_error(provider: SandboxProvider) -> None:
    respx.get(f"{URL}/v1/charges/{PAYMENT.id}").respond(401)
    with capture_logs() as logs, pytest.raises(OutcomeUnknown):
        await provider.find(PAYMENT)
    assert [(each["log_level"], each["event"]) for each in logs] == [
        ("error", "provider_refuses_us")
    ]


async def test_an_authorisation_has_one_of_three_answers(provider: SandboxProvider) -> None:
    route = respx.post(f"{URL}/v1/charges").respond(json=AUTHORIZED)
    assert await provider.authorize(PAYMENT, "tok_visa") == Authorized(VISA)
    declined = {"status": "declined", "decline_code": "card_declined"}
    route.respond(json=AUTHORIZED | declined)
    assert await provider.authorize(PAYMENT, "tok_declined") == Declined("card_declined")
    route.respond(json=AUTHORIZED | {"status": "voided"})
    assert await provider.authorize(PAYMENT, "tok_visa") == Voided()


async def test_a_conflict_is_a_refusal(provider: SandboxProvider) -> None:
    respx.post(f"{URL}/v1/charges/{PAYMENT.id}/capture").respond(409, json={"error": "voided"})
    with pytest.raises(ProviderRefused, match="voided"):
        await provider.capture(PAYMENT)


async def test_a_charge_is_found_with_its_state(provider: SandboxProvider) -> None:
    route = respx.get(f"{URL}/v1/charges/{PAYMENT.id}").respond(404)
    assert await provider.find(PAYMENT) is None
    route.respond(json=AUTHORIZED)
    charge = Charge(PAYMENT.id, PaymentStatus.AUTHORIZED, PAYMENT.amount, VISA)
    assert await provider.find(PAYMENT) == charge
    tombstone = {"amount_minor": 0, "currency": "", "status": "voided", "card": None}
    route.respond(json=AUTHORIZED | tombstone)
    assert await provider.find(PAYMENT) == Charge(PAYMENT.id, PaymentStatus.VOIDED, None)


async def test_an_unsigned_webhook_is_refused(provider: SandboxProvider) -> None:
    with pytest.raises(InvalidSignature):
        provider.webhook_subject(b'{"charge": {"id": "pay_1"}}', "t=1,v1=00")
