"""After an account is deleted, its payments stay and no longer name it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from dev.stack import Stack
from shared.ids import UlidSource
from shared.messaging.envelope import Envelope
from shared.messaging.publisher import KafkaPublisher
from tests.stack.payment.conftest import Payments
from tests.waiting import until


async def test_a_deleted_accounts_payments_are_made_anonymous_once(
    stack: Stack, payments: Payments
) -> None:
    other = Payments(payments.http, payments.mongo, payments.key)
    for each in (payments, other):
        await each.authorize()
        await each.capture()
    kept = await payments.document()
    first, last = f"evt_{uuid4().hex}", f"evt_{uuid4().hex}"
    publisher = KafkaPublisher(
        stack.upstream.kafka_bootstrap_servers, idempotent=stack.upstream.kafka_idempotent_producer
    )

    async def publish(event_id: str, account_id: str) -> None:
        # One key keeps the events in this order.
        now, key = datetime.now(UTC), payments.account_id
        data = {"accountId": account_id}
        await publisher.publish(Envelope(event_id, "account.deleted.v1", key, now, "test", data))

    async def handled() -> bool:
        row = await payments.mongo["payment"]["inbox"].find_one({"_id": last})
        return row is not None

    try:
        await publish(first, payments.account_id)
        # The inbox has this event's id, so the event has no effect.
        await publish(first, other.account_id)
        await publish(last, "acc_nobody")
    finally:
        await publisher.close()
    await until(handled, seconds=30)
    now = await payments.document()
    assert (now["accountId"], now["card"]) == ("deleted", None)
    assert now["version"] == kept["version"] + 1
    same = {"_id", "reference", "amountMinor", "currency", "status"}
    assert {name: now[name] for name in same} == {name: kept[name] for name in same}
    assert (await other.document())["accountId"] == other.account_id
    # A booking in progress may still name the account.
    late = replace(payments, reference=UlidSource().new("bkg"))
    assert (await late.authorize())["status"] == "AUTHORIZED"
    assert (await late.capture())["status"] == "CAPTURED"
    assert (await late.document())["accountId"] == "deleted"
