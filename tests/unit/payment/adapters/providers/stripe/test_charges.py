"""Reading charges: one by its payment, and all that changed since a moment."""

from datetime import UTC, datetime
from typing import Any

import respx

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, PaymentStatus
from tests.unit.payment.adapters.providers.stripe.answers import (
    INTENT_ID,
    INTENTS,
    KNOWN,
    LATEST_CHARGE,
    OLD_BODY_NAME,
    PAYMENT_ID,
    intent_body,
    list_body,
    refund_body,
)
from tests.unit.payment.fakes import PAYMENT

pytestmark = OLD_BODY_NAME


async def test_find_returns_the_state_of_the_charge(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    api.get("/v1/refunds", params__contains={"starting_after": "re_3"}).respond(
        json=list_body(refund_body("re_4", 500, "pending", refund_id="ref_4"))
    )
    api.get("/v1/refunds").respond(
        json=list_body(
            refund_body("re_1", 5_000, refund_id="ref_1"),
            refund_body("re_2", 1_000),
            refund_body("re_3", 9_000, "failed", refund_id="ref_3"),
            has_more=True,
            url="/v1/refunds",
        )
    )

    async def charge(intent: dict[str, Any]) -> Charge | None:
        found.respond(json=intent)
        return await provider.find(KNOWN)

    assert await charge(intent_body("requires_payment_method")) is None
    declined = {"code": "card_declined", "decline_code": "lost_card", "type": "card_error"}
    refused = await charge(intent_body("requires_payment_method", last_payment_error=declined))
    assert refused == Charge(
        PAYMENT_ID, PaymentStatus.DECLINED, PAYMENT.amount, decline_code="lost_card"
    )
    card = Card("visa", "4242")
    assert await charge(intent_body("requires_capture")) == Charge(
        PAYMENT_ID, PaymentStatus.AUTHORIZED, PAYMENT.amount, card
    )
    voided = await charge(intent_body("canceled"))
    assert voided is not None
    assert voided.status is PaymentStatus.VOIDED
    assert await charge(intent_body("succeeded")) == Charge(
        PAYMENT_ID,
        PaymentStatus.CAPTURED,
        PAYMENT.amount,
        card,
        refunds={"ref_1": 5_000, "re_2": 1_000, "ref_4": 500},
    )


async def test_all_pages_of_new_intents_are_read_without_foreign_ones(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    foreign = intent_body("requires_capture", id="pi_foreign", metadata={})
    unconfirmed = intent_body("canceled", id="pi_unconfirmed")
    api.get(INTENTS, params__contains={"starting_after": "pi_foreign"}).respond(
        json=list_body(intent_body("canceled", latest_charge=LATEST_CHARGE), unconfirmed)
    )
    since = datetime(2026, 1, 1, tzinfo=UTC)
    api.get(INTENTS, params__contains={"created[gte]": str(int(since.timestamp()))}).respond(
        json=list_body(intent_body("requires_capture"), foreign, has_more=True)
    )
    api.get("/v1/events").respond(json=list_body(_changed(intent_body("requires_capture"))))
    found = [charge.status async for charge in provider.charges(since)]
    assert found == [PaymentStatus.AUTHORIZED, PaymentStatus.VOIDED]


async def test_changes_of_older_intents_are_found_by_their_events(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get(INTENTS).respond(json=list_body())
    refund = refund_body("re_1", 5_000, refund_id="ref_1")
    events = api.get("/v1/events").respond(
        json=list_body(
            _changed(refund),
            _changed(intent_body("canceled", id="pi_2")),
            _changed(refund_body("re_3", 1) | {"payment_intent": None}),
            _changed(refund),
        )
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body("succeeded"))
    api.get(f"{INTENTS}/pi_2").respond(
        json=intent_body("canceled", id="pi_2", latest_charge=LATEST_CHARGE)
    )
    api.get("/v1/refunds").respond(json=list_body(refund))
    since = datetime(2026, 1, 1, tzinfo=UTC)
    found = [(charge.status, charge.refunds) async for charge in provider.charges(since)]
    assert found == [
        (PaymentStatus.CAPTURED, {"ref_1": 5_000}),
        (PaymentStatus.VOIDED, {}),
    ]
    asked = events.calls.last.request.url.params
    assert asked["created[gte]"] == str(int(since.timestamp()))
    assert "refund.failed" in asked.values()


def _changed(subject: dict[str, Any]) -> dict[str, Any]:
    return {"id": "evt_1", "object": "event", "type": "of some type", "data": {"object": subject}}
